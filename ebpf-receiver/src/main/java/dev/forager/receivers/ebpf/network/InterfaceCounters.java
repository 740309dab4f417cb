// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counters of network interfaces, which the kernel keeps anyway: {@code /proc/net/dev} needs no
 * program. Stateless.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#network-metrics">the
 *     conventions</a>
 */
public final class InterfaceCounters {
    private static final Instrument IO =
            Instrument.counter("system.network.io", "By", "Bytes sent and received.");
    private static final Instrument PACKETS =
            Instrument.counter(
                    "system.network.packet.count", "{packet}", "Packets sent and received.");
    private static final Instrument DROPPED =
            Instrument.counter(
                    "system.network.packet.dropped", "{packet}", "Packets that were dropped.");
    private static final Instrument ERRORS =
            Instrument.counter(
                    "system.network.errors", "{error}", "Errors of sending and receiving.");

    /** Columns of one direction; the sender's begin behind the receiver's. */
    private static final int TRANSMIT_AT = 8;

    private static final int COLUMNS = 16;
    private static final int HEAD_LINES = 2;

    private final Path file;
    private final List<String> wanted;

    /**
     * Counters of these interfaces.
     *
     * @param proc mount of proc
     * @param wanted names; empty: all but loopback
     */
    public InterfaceCounters(Path proc, List<String> wanted) {
        // Not self/net: with another proc mounted, process 1 is the host's.
        Path host = proc.resolve("1/net/dev");
        file = Files.isReadable(host) ? host : proc.resolve("net/dev");
        this.wanted = wanted;
    }

    /** Adds the counters as they are now. */
    public void collect(MetricSheet sheet) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            return;
        }
        lines.stream().skip(HEAD_LINES).forEach(line -> add(line, sheet));
    }

    private void add(String line, MetricSheet sheet) {
        int colon = line.lastIndexOf(':');
        if (colon < 0) {
            return;
        }
        String name = line.substring(0, colon).strip();
        String[] columns = line.substring(colon + 1).strip().split("\\s+");
        boolean isWanted = wanted.isEmpty() ? !name.equals("lo") : wanted.contains(name);
        if (isWanted && columns.length >= COLUMNS) {
            add(name, "receive", columns, 0, sheet);
            add(name, "transmit", columns, TRANSMIT_AT, sheet);
        }
    }

    private static void add(
            String name, String direction, String[] columns, int from, MetricSheet sheet) {
        add(sheet, IO, columns[from], "network.interface.name", name, direction);
        add(sheet, PACKETS, columns[from + 1], "system.device", name, direction);
        add(sheet, ERRORS, columns[from + 2], "network.interface.name", name, direction);
        add(sheet, DROPPED, columns[from + 3], "network.interface.name", name, direction);
    }

    private static void add(
            MetricSheet sheet,
            Instrument instrument,
            String number,
            String key,
            String name,
            String direction) {
        long value;
        try {
            value = Long.parseUnsignedLong(number);
        } catch (NumberFormatException e) {
            return;
        }
        sheet.sum(Resources.HOST, instrument, MetricSheet.BOOT_NS, value)
                .attributes()
                .put(key, name)
                .put("network.io.direction", direction);
    }
}
