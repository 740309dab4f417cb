// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.transport.HostPort;
import dev.forager.transport.TlsClientConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parsed endpoint of a gRPC client (<a
 * href="https://github.com/grpc/grpc/blob/master/doc/naming.md">gRPC name resolution</a>).
 *
 * @param scheme {@code http}, {@code https} or empty
 * @param host name or address, without brackets; empty for a socket file
 * @param port 0 for a socket file
 * @param socketFile path of a Unix socket
 */
record GrpcTarget(String scheme, String host, int port, @Nullable String socketFile) {
    private static final List<String> RESOLVERS = List.of("dns", "passthrough");

    /**
     * Reads an endpoint.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException with the collector's texts
     */
    static GrpcTarget parse(String endpoint) {
        if (endpoint.startsWith("unix://")) {
            String path = endpoint.substring("unix://".length());
            require(!path.isEmpty(), "endpoint", "unix socket path cannot be empty");
            return new GrpcTarget("", "", 0, path);
        }
        int separator = endpoint.indexOf("://");
        String scheme = separator < 0 ? "" : endpoint.substring(0, separator);
        String rest = separator < 0 ? endpoint : endpoint.substring(separator + 3);
        if (scheme.equals("http") || scheme.equals("https")) {
            return ofHostPort(scheme, rest);
        }
        if (scheme.isEmpty()) {
            return ofHostPort("", rest);
        }
        require(
                RESOLVERS.contains(scheme),
                "endpoint",
                "unknown scheme \"%s\" (expected: host:port, dns:///, passthrough:///, unix://, http:// or https://)"
                        .formatted(scheme));
        return ofHostPort("", rest.substring(rest.indexOf('/') + 1));
    }

    private static GrpcTarget ofHostPort(String scheme, String text) {
        HostPort parsed = HostPort.parse(text);
        return new GrpcTarget(scheme, parsed.host(), parsed.port(), null);
    }

    /**
     * Whether this target is reached with TLS: https says yes, else the section {@code tls}
     * decides. As in the collector http says nothing.
     */
    boolean isTls(TlsClientConfig tls) {
        return scheme.equals("https") || tls.wantsTls();
    }

    /** Whether the endpoint looks as if there were no TLS. */
    boolean looksPlain() {
        return scheme.equals("http");
    }

    /** What {@code :authority} says, before any override. */
    String authority() {
        return socketFile == null ? HostPort.join(host, port) : "localhost";
    }
}
