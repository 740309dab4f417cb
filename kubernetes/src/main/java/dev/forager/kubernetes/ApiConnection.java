// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.TlsMaterial;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One API server with one set of credentials. The only class that sees fabric8's HTTP client.
 * Thread-safe.
 */
final class ApiConnection implements AutoCloseable {
    private final OwnedHttpFactory factory;
    private final HttpClient client;
    private final URI server;
    private final @Nullable TlsMaterial tls;
    private final ApiServer.Headers headers;

    /** With fabric8's credentials and TLS. */
    ApiConnection(Config config) {
        this(config, null, Map::of);
    }

    /**
     * With others.
     *
     * @param tls closed with the connection; null for fabric8's
     * @param headers sent with every request
     */
    ApiConnection(Config config, @Nullable TlsMaterial tls, ApiServer.Headers headers) {
        this.tls = tls;
        this.headers = headers;
        this.factory = new OwnedHttpFactory(tls == null ? null : tls.forJdk());
        this.client = factory.newBuilder(config).build();
        this.server = URI.create(config.getMasterUrl());
    }

    /**
     * A request.
     *
     * @param method of HTTP
     * @param path absolute, with query
     * @param accept media types wanted
     * @param compressed whether gzip is welcome
     * @param contentType of the body
     * @param body null for none
     * @param patience most time until the response begins
     * @param silence most time without a byte of its body
     */
    record Call(
            String method,
            String path,
            String accept,
            boolean compressed,
            String contentType,
            @Nullable String body,
            Duration patience,
            Duration silence) {
        static Call get(
                String path,
                String accept,
                boolean compressed,
                Duration patience,
                Duration silence) {
            return new Call("GET", path, accept, compressed, "", null, patience, silence);
        }
    }

    /**
     * A response whose body has yet to be read and closed.
     *
     * @param status of HTTP
     * @param body inflated
     */
    record Answer(int status, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    URI server() {
        return server;
    }

    /**
     * Sends and waits for the response's head.
     *
     * @throws ConnectException when there is no connection to the server
     */
    Answer send(Call call, String userAgent) throws IOException {
        var stream = new ChunkStream(call.silence());
        CompletableFuture<HttpResponse<AsyncBody>> future =
                client.consumeBytes(request(call, userAgent), (bytes, body) -> stream.add(bytes));
        HttpResponse<AsyncBody> response = await(future, call.patience());
        stream.open(response.body());
        boolean zipped =
                response.headers("Content-Encoding").stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains("gzip"));
        return new Answer(response.code(), zipped ? new GZIPInputStream(stream, 8192) : stream);
    }

    private HttpRequest request(Call call, String userAgent) throws IOException {
        HttpRequest.Builder request =
                client.newHttpRequestBuilder()
                        .uri(uri(call.path()))
                        .setHeader("Accept", call.accept())
                        .setHeader("User-Agent", userAgent);
        headers.read().forEach(request::setHeader);
        if (call.compressed()) {
            request.setHeader("Accept-Encoding", "gzip");
        }
        String body = call.body();
        if (body != null || !call.method().equals("GET")) {
            request.method(call.method(), call.contentType(), body == null ? "" : body);
        }
        return request.build();
    }

    /** Below the server's own path, which it has behind some proxies. */
    private URI uri(String path) {
        String base = server.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private HttpResponse<AsyncBody> await(
            CompletableFuture<HttpResponse<AsyncBody>> future, Duration patience)
            throws IOException {
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException(
                    "%s does not answer within %d s".formatted(server, patience.toSeconds()), e);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** A refused connection has no text of its own; one that is not made in time is none either. */
    private IOException failure(ExecutionException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            boolean late = each instanceof HttpConnectTimeoutException;
            if (late || each instanceof ConnectException) {
                var none =
                        new ConnectException(
                                server
                                        + (late
                                                ? ": no connection in time"
                                                : ": connection refused"));
                none.initCause(e);
                return none;
            }
        }
        return new IOException("%s: %s".formatted(server, text(e)), e);
    }

    /** The innermost cause that says something. */
    private static String text(Throwable failure) {
        String text = "";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = each.getMessage();
            text = message == null ? each.getClass().getSimpleName() : message;
        }
        return text;
    }

    @Override
    public void close() {
        client.close();
        factory.close();
        if (tls != null) {
            tls.close();
        }
    }
}
