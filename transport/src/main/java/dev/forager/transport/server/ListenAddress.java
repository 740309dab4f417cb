// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import dev.forager.pipeline.IpAddresses;
import dev.forager.transport.ListenTransport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, with the texts of Go's {@code net.Listen}, which scripts look for.
 *
 * @param transport as configured
 * @param endpoint as configured
 */
record ListenAddress(ListenTransport transport, String endpoint) {
    private static final String UNIX_SCHEME = "unix://";
    private static final int MAX_PORT = 65_535;
    private static final String IN_USE = "bind: address already in use";

    /**
     * The address to bind; a socket file that a dead process left behind is removed.
     *
     * @throws IOException when the endpoint is none, or its name has no address
     */
    InetSocketAddress resolve() throws IOException {
        return switch (transport) {
            case UNIX -> unix(endpoint);
            case TCP, TCP4, TCP6 ->
                    endpoint.startsWith(UNIX_SCHEME) ? unix(endpoint) : tcp(endpoint);
            case UDP, UDP4, UDP6, IP, IP4, IP6, UNIXGRAM, UNIXPACKET ->
                    throw badAddress("unexpected address type (expected: tcp, tcp4, tcp6 or unix)");
        };
    }

    private InetSocketAddress unix(String text) throws IOException {
        Path file =
                Path.of(text.startsWith(UNIX_SCHEME) ? text.substring(UNIX_SCHEME.length()) : text);
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            if (isAnswering(file)) {
                throw failure(IN_USE, DomainSocketAddress.of(file));
            }
            Files.deleteIfExists(file);
        }
        return DomainSocketAddress.of(file);
    }

    private static boolean isAnswering(Path file) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return channel.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private InetSocketAddress tcp(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (colon < 0 || (bracketed && text.indexOf("]:") != colon - 1)) {
            throw badAddress("missing port in address (expected: host:port)");
        }
        String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        if (!bracketed && host.indexOf(':') >= 0) {
            throw badAddress("too many colons in address");
        }
        int port = port(text.substring(colon + 1));
        if (host.isEmpty()) {
            return transport == ListenTransport.TCP4
                    ? new InetSocketAddress("0.0.0.0", port)
                    : new InetSocketAddress(port);
        }
        InetAddress address = address(host);
        // Like Go, an IPv4 wildcard takes both families unless tcp4 is asked for.
        return transport == ListenTransport.TCP && address.isAnyLocalAddress()
                ? new InetSocketAddress(port)
                : new InetSocketAddress(address, port);
    }

    private int port(String text) throws IOException {
        int port;
        try {
            port = text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException(
                    "listen %s: lookup %1$s/%s: unknown port%s".formatted(network(), text, range()),
                    e);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IOException(
                    "listen %s: address %s: invalid port%s".formatted(network(), text, range()));
        }
        return port;
    }

    /** Names the whole endpoint, by which its place in the configuration is found. */
    private String range() {
        return " in %s (expected: 0 to %d)".formatted(endpoint, MAX_PORT);
    }

    private InetAddress address(String host) throws IOException {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException(
                    "listen %s: lookup %s: no such host".formatted(network(), host), e);
        }
        InetAddress first = null;
        for (InetAddress address : all) {
            boolean v4 = address instanceof Inet4Address;
            if (transport == (v4 ? ListenTransport.TCP6 : ListenTransport.TCP4)) {
                continue;
            }
            // Like Go, a name with both families means its IPv4 address.
            if (first == null || (v4 && !(first instanceof Inet4Address))) {
                first = address;
            }
        }
        if (first == null) {
            throw new IOException(
                    "listen %s: address %s: no suitable address found".formatted(network(), host));
        }
        return first;
    }

    private IOException badAddress(String fault) {
        return new IOException("listen %s: address %s: %s".formatted(network(), endpoint, fault));
    }

    private IOException failure(String fault, InetSocketAddress address) {
        return new IOException(
                "listen %s %s: %s%s".formatted(network(), endpoint, fault, cure(fault, address)));
    }

    private String network() {
        return transport.toString();
    }

    /** The failure to bind as one line: {@code listen tcp 127.0.0.1:4317: bind: ...}. */
    IOException bindFailure(InetSocketAddress address, Throwable cause) {
        String where =
                address instanceof DomainSocketAddress unix
                        ? unix.path()
                        : "%s:%d".formatted(host(address.getAddress()), address.getPort());
        String reason = reason(cause);
        return new IOException(
                "listen %s %s: %s%s".formatted(network(), where, reason, cure(reason, address)),
                cause);
    }

    private String cure(String reason, InetSocketAddress address) {
        return switch (reason) {
            case IN_USE ->
                    (OwnSockets.listenOn(address)
                                    ? " (this process listens there already: choose another endpoint than "
                                    : " (another process listens there: stop it, or choose another endpoint than ")
                            + endpoint
                            + ")";
            case "bind: permission denied" ->
                    " (choose an endpoint this user may open: a port from 1024 on, a folder it may"
                            + " write)";
            case "bind: cannot assign requested address" ->
                    " (this host has no such address: choose one of its own, or 0.0.0.0 for all)";
            default -> "";
        };
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "";
        }
        return address instanceof Inet4Address
                ? IpAddresses.text(address)
                : "[" + IpAddresses.text(address) + "]";
    }

    private static String reason(Throwable cause) {
        String last = "";
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            String text = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
            for (String known :
                    new String[] {
                        "address already in use",
                        "permission denied",
                        "cannot assign requested address",
                        "no such file or directory",
                        "file name too long"
                    }) {
                if (text.contains(known)) {
                    return "bind: " + known;
                }
            }
            last = text;
        }
        return "bind: " + last;
    }
}
