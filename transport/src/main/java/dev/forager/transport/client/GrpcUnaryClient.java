// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.pipeline.Tracing;
import dev.forager.pipeline.config.Secret;
import dev.forager.transport.RequestInstruments;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.TlsMaterial;
import dev.forager.transport.client.NetworkException.Kind;
import io.netty.util.AsciiString;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Calls one unary gRPC method; messages are bytes, framed by the caller. Thread-safe. A call blocks
 * its thread, which should be a virtual one. Connections are opened by the first call.
 */
public final class GrpcUnaryClient implements AutoCloseable {
    /** grpc-go closes a connection after so long without a call. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    /** Steps of {@code grpc-timeout}, so that equal timeouts give equal headers. Chosen. */
    private static final long TIMEOUT_STEP_MILLIS = 10;

    private static final AsciiString TIMEOUT = HttpHeaderNames.of("grpc-timeout");
    private static final AsciiString ENCODING = HttpHeaderNames.of("grpc-encoding");
    private static final AsciiString ACCEPT_ENCODING = HttpHeaderNames.of("grpc-accept-encoding");

    /** Names that belong to the protocol; as in grpc-go they cannot be configured. */
    private static final Set<String> RESERVED =
            Set.of("content-type", "te", "user-agent", "host", "grpc-timeout", "grpc-encoding");

    private static final String HTTP_IS_TLS =
            " (http:// does not switch TLS off: set tls::insecure: true)";

    private final GrpcTarget target;
    private final Connections connections;
    private volatile @Nullable RequestInstruments instruments;
    private volatile @Nullable CallSpans spans;
    private final Caller caller;
    private final RequestHeaders headers;
    private final @Nullable ClientAuthenticator authenticator;
    private final boolean waitForReady;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile TimedHeaders timed;

    /** Headers with the timeout that the latest call had; the next one has mostly the same. */
    private record TimedHeaders(long timeoutMillis, RequestHeaders headers) {}

    private GrpcUnaryClient(
            GrpcClientConfig config,
            GrpcTarget target,
            String method,
            String userAgent,
            Map<String, String> fixed,
            @Nullable ClientAuthenticator authenticator,
            @Nullable TlsMaterial tls) {
        this.target = target;
        ProxyConfig proxy = proxy(config, target);
        connections = new Connections(options(config, target, tls, proxy));
        caller =
                new Caller(
                        connections,
                        addresses(config, target, proxy),
                        GrpcAnswers.MAX_MESSAGE_BYTES + GrpcAnswers.PREFIX_BYTES);
        RequestHeadersBuilder builder = headers(config, target, method, userAgent, tls != null);
        fixed.forEach(builder::set);
        headers = builder.build();
        this.authenticator = authenticator;
        waitForReady = config.waitForReady();
        timed = new TimedHeaders(0, headers);
    }

    /**
     * A client of one method.
     *
     * @param method full name, such as {@code /package.Service/Method}
     * @param userAgent where the configuration names none
     * @param fixed headers that the configuration cannot change
     * @throws IOException when TLS files cannot be read, or credentials would go in plain text
     * @throws IllegalArgumentException when a configured header cannot be sent
     */
    public static GrpcUnaryClient open(
            GrpcClientConfig config,
            String method,
            String userAgent,
            Map<String, String> fixed,
            @Nullable ClientAuthenticator authenticator,
            Logger log)
            throws IOException {
        GrpcTarget target = GrpcTarget.parse(config.endpoint());
        TlsMaterial tls =
                target.isTls(config.tls()) ? TlsMaterial.forClient(config.tls(), log) : null;
        if (tls == null && authenticator != null && authenticator.needsTls()) {
            throw new IOException(
                    "grpc: the credentials require transport level security (use"
                            + " grpc.WithTransportCredentials() to set): they would be sent in"
                            + " plain text; remove tls::insecure or use an https:// endpoint");
        }
        return new GrpcUnaryClient(config, target, method, userAgent, fixed, authenticator, tls);
    }

    private static Connections.Options options(
            GrpcClientConfig config,
            GrpcTarget target,
            @Nullable TlsMaterial tls,
            ProxyConfig proxy) {
        GrpcClientConfig.GrpcKeepalive keepalive = config.keepalive();
        // Without a request under way a PING counts as abuse at servers that were not told.
        Duration ping =
                keepalive == null || !keepalive.permitWithoutStream()
                        ? Duration.ZERO
                        : longer(keepalive.time(), Duration.ofSeconds(10));
        return new Connections.Options(
                tls == null ? SessionProtocol.H2C : SessionProtocol.H2,
                tls,
                proxy,
                IDLE,
                ping,
                true,
                target.socketFile() != null);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** grpc-go looks at the environment as for an https URL, except for sockets. */
    private static ProxyConfig proxy(GrpcClientConfig config, GrpcTarget target) {
        return target.socketFile() != null || config.endpoint().startsWith("passthrough:")
                ? ProxyConfig.direct()
                : ProxyChoice.of("", true, target.host(), target.port(), System.getenv());
    }

    private static Addresses addresses(
            GrpcClientConfig config, GrpcTarget target, ProxyConfig proxy) {
        if (target.socketFile() != null) {
            return Addresses.ofSocketFile(target.socketFile());
        }
        String name = config.serverName();
        if (proxy.proxyType().isForwardProxy()) {
            return Addresses.behindProxy(target.host(), target.port());
        }
        return Addresses.ofHost(
                target.host(),
                target.port(),
                name == null ? target.host() : name,
                config.isRoundRobin());
    }

    private static RequestHeadersBuilder headers(
            GrpcClientConfig config,
            GrpcTarget target,
            String method,
            String userAgent,
            boolean isTls) {
        RequestHeadersBuilder headers =
                RequestHeaders.builder(HttpMethod.POST, method)
                        .scheme(isTls ? "https" : "http")
                        .authority(authority(config, target))
                        .add(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                        .add(HttpHeaderNames.TE, "trailers")
                        .add(
                                HttpHeaderNames.USER_AGENT,
                                config.userAgent().isEmpty() ? userAgent : config.userAgent())
                        .add(ACCEPT_ENCODING, "gzip");
        if (config.compression() != CompressionType.NONE) {
            headers.add(ENCODING, config.compression().toString());
        }
        config.headers().values().forEach((name, value) -> add(name, value, headers));
        return headers;
    }

    private static String authority(GrpcClientConfig config, GrpcTarget target) {
        String name = config.tls().serverNameOverride();
        return !config.authority().isEmpty()
                ? config.authority()
                : name != null ? name : target.authority();
    }

    private static void add(String name, Secret value, RequestHeadersBuilder headers) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower)) {
            return;
        }
        String text = value.reveal();
        if (lower.endsWith("-bin")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            text = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        }
        HeaderValues.add(headers, lower, text);
    }

    /**
     * One call.
     *
     * @param message the framed message; heap data, which may be sent more than once
     * @param context says how long to wait, and what this is part of
     * @return the answer's message, without its frame; empty where there is none
     * @throws ConsumeException with the status that the server answered, or that the failure of the
     *     connection stands for
     */
    public byte[] call(HttpData[] message, Context context) throws ConsumeException {
        RequestInstruments measure = instruments;
        CallSpans traced = spans;
        if (measure == null && traced == null) {
            return answered(message, context.deadline(), null);
        }
        Span span = traced == null ? null : traced.begin(headers.path().substring(1), context);
        long start = System.nanoTime();
        int code = StatusMapping.OK;
        try {
            return answered(message, context.deadline(), span);
        } catch (ConsumeException failure) {
            RpcStatus status = failure.downstream();
            code = status == null ? StatusMapping.UNKNOWN : status.code();
            if (span != null) {
                span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            }
            throw failure;
        } finally {
            Attributes labels = labels(code);
            if (measure != null) {
                measure.record(System.nanoTime() - start, 0, 0, labels);
            }
            if (span != null) {
                span.setAllAttributes(labels).end();
            }
        }
    }

    /** Measures calls from now on. */
    public GrpcUnaryClient measuredBy(Meter meter) {
        instruments = RequestInstruments.rpcClient(meter);
        return this;
    }

    /** Makes a span of each call from now on. */
    public GrpcUnaryClient tracedBy(@Nullable Tracing tracing) {
        spans = tracing == null ? null : CallSpans.of(tracing, RequestInstruments.RPC_SCOPE);
        return this;
    }

    private Attributes labels(int code) {
        AttributesBuilder labels =
                RequestInstruments.rpc(headers.path().substring(1), code).toBuilder();
        if (target.socketFile() == null) {
            labels.put(RequestInstruments.ADDRESS, target.host())
                    .put(RequestInstruments.PORT, (long) target.port());
        }
        return code == StatusMapping.OK
                ? labels.build()
                : labels.put(RequestInstruments.ERROR, StatusMapping.nameOf(code)).build();
    }

    private byte[] answered(HttpData[] message, @Nullable Deadline deadline, @Nullable Span span)
            throws ConsumeException {
        for (int attempt = 0; ; attempt++) {
            try {
                return GrpcAnswers.message(caller.call(headers(deadline, span), message, deadline));
            } catch (NetworkException e) {
                if (e.kind() != Kind.CONNECT || !waitForReady) {
                    throw failure(e);
                }
                pause(attempt, deadline);
            }
        }
    }

    private RequestHeaders headers(@Nullable Deadline deadline, @Nullable Span span)
            throws ConsumeException {
        RequestHeaders now = deadline == null ? headers : timed(deadline);
        CallSpans traced = spans;
        if (span != null && traced != null) {
            now = traced.carry(span, now);
        }
        if (authenticator == null) {
            return now;
        }
        RequestHeadersBuilder signed = now.toBuilder();
        Map<String, String> credentials = authenticator.headers();
        credentials.forEach((name, value) -> HeaderValues.set(signed, name, value));
        return signed.build();
    }

    private RequestHeaders timed(Deadline deadline) {
        long millis = deadline.remaining().toMillis();
        long rounded = (millis / TIMEOUT_STEP_MILLIS + 1) * TIMEOUT_STEP_MILLIS;
        TimedHeaders latest = timed;
        if (latest.timeoutMillis != rounded) {
            latest =
                    new TimedHeaders(
                            rounded, headers.toBuilder().set(TIMEOUT, timeout(rounded)).build());
            timed = latest;
        }
        return latest.headers;
    }

    /** At most eight digits and a unit. */
    private static String timeout(long millis) {
        return millis < 100_000_000 ? millis + "m" : Math.min(millis / 1000, 99_999_999) + "S";
    }

    /**
     * Waits as gRPC does between connection attempts (<a
     * href="https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md">back-off</a>): 1 s,
     * growing by 1.6, up to 120 s; without jitter, since calls come at random times.
     */
    private void pause(int attempt, @Nullable Deadline deadline) throws ConsumeException {
        long millis = (long) Math.min(120_000, 1000 * Math.pow(1.6, attempt));
        long left = deadline == null ? millis : deadline.remaining().toMillis();
        try {
            if (closed.await(Math.min(millis, left), TimeUnit.MILLISECONDS)) {
                throw new Retryable("shutting down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down", Duration.ZERO, null, e);
        }
        if (left <= millis) {
            throw GrpcCode.failure(
                    StatusMapping.DEADLINE_EXCEEDED, "context deadline exceeded", null, null);
        }
    }

    private ConsumeException failure(NetworkException e) {
        return switch (e.kind()) {
            case CONNECT -> unavailable("transport: Error while dialing: " + e.text(), e);
            case HANDSHAKE ->
                    unavailable(
                            "transport: authentication handshake failed: %s%s"
                                    .formatted(e.text(), target.looksPlain() ? HTTP_IS_TLS : ""),
                            e);
            case PREFACE -> unavailable("error reading server preface: " + e.text(), e);
            case BROKEN ->
                    GrpcCode.failure(
                            StatusMapping.UNAVAILABLE,
                            "error reading from server: " + e.text(),
                            null,
                            e.getCause());
            case TIMEOUT ->
                    GrpcCode.failure(StatusMapping.DEADLINE_EXCEEDED, e.text(), null, e.getCause());
            case INTERRUPTED -> new Retryable(e.text(), Duration.ZERO, null, e.getCause());
        };
    }

    private static ConsumeException unavailable(String description, NetworkException e) {
        return GrpcCode.failure(
                StatusMapping.UNAVAILABLE,
                "connection error: desc = \"%s\"".formatted(description),
                null,
                e.getCause());
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        connections.reread();
    }

    /** Closes the connections; calls under way fail as retryable. */
    @Override
    public void close() {
        closed.countDown();
        connections.close();
    }
}
