// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connects to somebody who never answers, long enough for two SYNs to be sent again. */
final class SilentPeerLoad {
    /** The first SYN is repeated after one second, and after one or two more. */
    private static final int LIMIT_MILLIS = 3500;

    private SilentPeerLoad() {}

    /** Arguments: address and port. */
    public static void main(String[] arguments) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                    LIMIT_MILLIS);
            throw new IllegalStateException("connected to nobody");
        } catch (IOException e) {
            // As it must be.
        }
    }
}
