// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the programs must know of the host and of limits. Immutable.
 *
 * @param maxFlows flows told apart; what comes after them is one flow
 * @param maxConnections TCP connections whose begin is remembered
 * @param ephemeralLow the first port that the host gives to clients
 * @param dnsPort where DNS servers listen
 */
record NetworkSettings(long maxFlows, long maxConnections, int ephemeralLow, int dnsPort) {
    private static final int DNS = 53;

    /** Linux' default of ip_local_port_range. */
    private static final int EPHEMERAL_LOW = 32_768;

    static NetworkSettings of(long maxFlows, long maxConnections, Path proc) {
        return new NetworkSettings(maxFlows, maxConnections, ephemeralLow(proc), DNS);
    }

    private static int ephemeralLow(Path proc) {
        try {
            String range = Files.readString(proc.resolve("sys/net/ipv4/ip_local_port_range"));
            return Integer.parseInt(range.strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException e) {
            return EPHEMERAL_LOW;
        }
    }
}
