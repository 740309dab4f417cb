// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.transport.AuthConfig;
import dev.forager.transport.Limits;
import dev.forager.transport.MiddlewareConfig;
import dev.forager.transport.TlsClientConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP client reaches its server; keys, defaults and texts of the collector's confighttp.
 * The key {@code timeout} is the {@link dev.forager.pipeline.SendingConfig}'s.
 */
@IgnoredKey(
        keys = {
            "read_buffer_size",
            "write_buffer_size",
            "max_idle_conns",
            "max_idle_conns_per_host"
        },
        types = int.class,
        reason =
                "buffers size themselves; there are as many idle connections as requests were sent at once, until idle_conn_timeout")
@OmitEmpty
public record HttpClientConfig(
        @Doc("Base URL; the path of the signal is added.") @Default("''") String endpoint,
        @Doc("Proxy; absent: HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment.")
                @Default("''")
                String proxyUrl,
        @Doc("TLS of https URLs.") @Default("{}") TlsClientConfig tls,
        @Doc("Headers of each request, as a map or as a list of name and value.") @Default("{}")
                SecretMap headers,
        @Doc("How requests are signed.") @Nullable AuthConfig auth,
        @Doc("none, gzip, zlib, deflate, snappy, x-snappy-framed, zstd or lz4.") @Default("none")
                CompressionType compression,
        @Doc("How hard to compress.") @Default("{}") CompressionParams compressionParams,
        @Doc("Most connections of HTTP/1, and so most requests at once; 0 is no limit.")
                @Default("0")
                int maxConnsPerHost,
        @Doc("The former place of `keepalive::idle_conn_timeout`.")
                @Nullable Duration idleConnTimeout,
        @Doc("A connection for each request; the same as `keepalive: {enabled: false}`.")
                @Default("false")
                boolean disableKeepAlives,
        @Doc("Connections that stay open between requests.") @Default("{enabled: true}")
                @Nullable HttpKeepalive keepalive,
        @Doc("A PING after so long without a frame on HTTP/2; 0 is never, less than 1s is 1s.")
                @Default("0s")
                Duration http2ReadIdleTimeout,
        @Doc(
                        "How long to wait for the answer to a PING; the same time as the interval is waited for at most.")
                @Default("0s")
                Duration http2PingTimeout,
        @Doc("Keeps the server's cookies.") @Nullable Cookies cookies,
        @Doc("Offer HTTP/2 where there is TLS.") @Default("true") boolean forceAttemptHttp2,
        @Doc("Extensions that change requests; not supported.") @Default("[]")
                List<MiddlewareConfig> middlewares) {
    /** Idle time where none is configured. */
    private static final Duration IDLE = Duration.ofSeconds(90);

    public HttpClientConfig {
        require(
                compressionParams.suits(compression),
                "compression_params",
                "unsupported parameters {Level:%d} for compression type \"%s\""
                        .formatted(compressionParams.level(), compression));
        // As net/http: what is negative is no limit.
        maxConnsPerHost = Math.max(0, maxConnsPerHost);
        http2ReadIdleTimeout = Limits.orNone(http2ReadIdleTimeout);
        http2PingTimeout = Limits.orNone(http2PingTimeout);
        idleConnTimeout = idleConnTimeout == null ? null : Limits.orNone(idleConnTimeout);
        middlewares = MiddlewareConfig.none(middlewares);
        if (!proxyUrl.isEmpty()) {
            ProxyChoice.check(proxyUrl);
        }
    }

    /** Connections that stay open. */
    @IgnoredKey(
            keys = {"max_idle_conns", "max_idle_conns_per_host"},
            types = int.class,
            reason =
                    "there are as many idle connections as requests were sent at once, until idle_conn_timeout")
    public record HttpKeepalive(
            @Doc("How long a connection may be idle; 0 is no limit.") @Default("90s")
                    Duration idleConnTimeout) {
        public HttpKeepalive {
            idleConnTimeout = Limits.orNone(idleConnTimeout);
        }
    }

    /** Cookies are kept; there is nothing to set. */
    public record Cookies() {}

    boolean keepsConnections() {
        return !disableKeepAlives && keepalive != null;
    }

    Duration idleTimeout() {
        if (idleConnTimeout != null) {
            return idleConnTimeout;
        }
        return keepalive == null ? IDLE : keepalive.idleConnTimeout;
    }
}
