// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Faults whose truth is known, in a process of its own. */
final class FaultsLoad {
    private static final int CLOSED_PORT = 9;
    private static final int ROUNDS = 20_000;

    private FaultsLoad() {}

    /** Argument: {@code null} or {@code connections}. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "null" -> nulls();
            case "connections" -> connections();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Compiled code finds null by the signal of a memory fault. */
    private static void nulls() {
        int caught = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try {
                caught += length(i % 100 == 0 ? null : "x") - 1;
            } catch (NullPointerException e) {
                caught++;
            }
        }
        if (caught != ROUNDS / 100) {
            throw new IllegalStateException("caught " + caught);
        }
    }

    @SuppressWarnings("NullAway") // Null is what this is about.
    private static int length(@Nullable String text) {
        return text.length();
    }

    private static void connections() throws Exception {
        InetAddress host = InetAddress.getLoopbackAddress();
        for (int i = 0; i < 3; i++) {
            try (var never = new Socket()) {
                never.connect(new InetSocketAddress(host, CLOSED_PORT));
                throw new IllegalStateException("connected to a closed port");
            } catch (IOException e) {
                // As it must be.
            }
        }
        try (var server = new ServerSocket(0, 1, host);
                var client = new Socket(host, server.getLocalPort())) {
            Socket accepted = server.accept();
            accepted.setSoLinger(true, 0);
            accepted.close();
            if (client.getInputStream().read() != -1) {
                throw new IllegalStateException("data");
            }
        } catch (IOException e) {
            // The reset.
        }
    }
}
