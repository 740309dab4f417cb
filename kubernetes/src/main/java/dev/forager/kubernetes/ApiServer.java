// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.TlsClientConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server that the user names, with credentials of his own. Immutable.
 *
 * @param address with scheme; it may have a path, as servers behind a proxy do
 * @param tls how the server is known, and the own certificate
 * @param headers sent with every request
 * @param proxy what is between
 */
public record ApiServer(URI address, TlsClientConfig tls, Headers headers, Proxy proxy) {
    /** What is wrong with an address that {@link #isAddress} does not take. */
    public static final String NO_ADDRESS =
            "is no address of a server (expected: https://host:port)";

    /** What is wrong with a name for which {@link #takesName} says no. */
    public static final String NO_NAME =
            "server_name is not supported beside an api_server with a name (expected: https://10.0.0.1:6443, or an api_server with the certificate's name)";

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[.*]");

    /**
     * Checks what its user should have.
     *
     * @throws IllegalArgumentException when the address is none, or does not take the certificate's
     *     name
     */
    public ApiServer {
        if (!isAddress(address.toString())) {
            throw new IllegalArgumentException("address: %s %s".formatted(address, NO_ADDRESS));
        }
        if (!takesName(address.toString(), tls.serverNameOverride())) {
            throw new IllegalArgumentException(NO_NAME);
        }
    }

    /** A server that is reached without a proxy. */
    public ApiServer(URI address, TlsClientConfig tls, Headers headers) {
        this(address, tls, headers, Proxy.NONE);
    }

    /**
     * A proxy that is asked for a tunnel.
     *
     * @param url {@code http://host:port}; empty for none
     * @param except hosts, domains and networks that are reached without it, separated by commas
     */
    public record Proxy(String url, String except) {
        /** No proxy. */
        public static final Proxy NONE = new Proxy("", "");
    }

    /** What authenticates, such as the header Authorization. Asked at every request. */
    public interface Headers {
        /**
         * Names and values.
         *
         * @throws IOException when a file that holds one cannot be read
         */
        Map<String, String> read() throws IOException;
    }

    /**
     * Whether a server may show a certificate of this name: the JDK's client asks for another name
     * than the address has only where the address is numeric.
     *
     * @param name null for that of the address
     */
    public static boolean takesName(String address, @Nullable String name) {
        return name == null || NUMBERS.matcher(URI.create(address).getHost()).matches();
    }

    /** Whether a text is the address of a server, with scheme. */
    public static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
