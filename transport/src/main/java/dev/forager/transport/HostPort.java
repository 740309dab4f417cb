// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.InvalidConfigException;

/**
 * A host and a port, as Go's {@code net.SplitHostPort} reads them.
 *
 * @param host without brackets
 */
public record HostPort(String host, int port) {
    /**
     * Reads {@code host:port} or {@code [address]:port}.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException with Go's texts
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        require(colon >= 0, "endpoint", problem(text, "missing port in address"));
        String host = text.substring(0, colon);
        if (host.startsWith("[")) {
            require(
                    host.endsWith("]"),
                    "endpoint",
                    problem(
                            text,
                            text.endsWith("]")
                                    ? "missing port in address"
                                    : "missing ']' in address"));
            host = host.substring(1, host.length() - 1);
        } else {
            require(host.indexOf(':') < 0, "endpoint", problem(text, "too many colons in address"));
        }
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            require(port >= 0 && port <= 65535, "endpoint", "invalid port \"%s\"".formatted(text));
            return port;
        } catch (NumberFormatException e) {
            require(false, "endpoint", "invalid port \"%s\"".formatted(text));
            throw e;
        }
    }

    private static String problem(String text, String what) {
        return "address %s: %s".formatted(text, what);
    }

    /** The host of a text that may lack the port: without one it is the text itself, as in Go. */
    public static String hostOf(String text) {
        try {
            return parse(text).host();
        } catch (InvalidConfigException withoutPort) {
            return text;
        }
    }

    /** The reverse, with brackets around an IPv6 address. */
    public static String join(String host, int port) {
        return join(host, Integer.toString(port));
    }

    /** The same for a port that is text already. */
    public static String join(String host, String port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
