// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

/** Values of {@code network.io.direction}, by the kernel side's numbers. */
final class Directions {
    static final int TRANSMIT = 0;
    static final int RECEIVE = 1;
    static final int UNKNOWN = 2;

    private Directions() {}

    static String text(int direction) {
        return switch (direction) {
            case TRANSMIT -> "transmit";
            case RECEIVE -> "receive";
            default -> "";
        };
    }
}
