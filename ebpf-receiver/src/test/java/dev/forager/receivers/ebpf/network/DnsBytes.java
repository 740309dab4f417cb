// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** DNS messages for tests. */
final class DnsBytes {
    private DnsBytes() {}

    static byte[] question(int id, String name) {
        return message(id, 0x0100, name);
    }

    static byte[] answer(int id, String name, int code) {
        return message(id, 0x8180 | code, name);
    }

    private static byte[] message(int id, int flags, String name) {
        var out = new ByteArrayOutputStream();
        for (int each : new int[] {id, flags, 1, 0, 0, 0}) {
            out.write(each >> 8);
            out.write(each);
        }
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, 0, 1, 0, 1});
        return out.toByteArray();
    }
}
