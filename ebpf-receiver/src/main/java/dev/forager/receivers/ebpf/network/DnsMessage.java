// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a DNS message: its head and first question. From the network, so anything may be
 * in it: a name that is cut, too long or compressed makes the message unreadable. Immutable.
 *
 * @param id by which an answer finds its question
 * @param isResponse whether it is an answer
 * @param responseCode 0 is success
 * @param name the question's name in lower case, without a dot at the end; the root is empty
 * @param type the question's type
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1">RFC 1035</a>
 */
record DnsMessage(int id, boolean isResponse, int responseCode, String name, int type) {
    private static final int HEAD_BYTES = 12;
    private static final int MOST_NAME_BYTES = 255;
    private static final String[] CODES = {
        "NOERROR",
        "FORMERR",
        "SERVFAIL",
        "NXDOMAIN",
        "NOTIMP",
        "REFUSED",
        "YXDOMAIN",
        "YXRRSET",
        "NXRRSET",
        "NOTAUTH",
        "NOTZONE"
    };

    /** Reads the first {@code length} bytes; null when they are no message with a question. */
    static @Nullable DnsMessage read(byte[] bytes, int length) {
        int end = Math.min(length, bytes.length);
        if (end < HEAD_BYTES || u16(bytes, 4) == 0) {
            return null;
        }
        var name = new StringBuilder();
        int at = HEAD_BYTES;
        while (true) {
            if (at >= end) {
                return null;
            }
            int label = bytes[at++] & 0xff;
            if (label == 0) {
                break;
            }
            if (label > 63 || at + label > end || at + label - HEAD_BYTES > MOST_NAME_BYTES) {
                return null;
            }
            append(bytes, at, label, name);
            at += label;
        }
        if (at + 4 > end) {
            return null;
        }
        int flags = u16(bytes, 2);
        return new DnsMessage(
                u16(bytes, 0), flags >> 15 == 1, flags & 15, name.toString(), u16(bytes, at));
    }

    /** Labels may hold any byte: what is no printable ASCII is escaped as RFC 4343 does. */
    private static void append(byte[] bytes, int at, int length, StringBuilder to) {
        if (!to.isEmpty()) {
            to.append('.');
        }
        String label = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < length; i++) {
            char c = label.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                to.append((char) (c + 32));
            } else if (c == '.' || c == '\\') {
                to.append('\\').append(c);
            } else if (c > 32 && c < 127) {
                to.append(c);
            } else {
                to.append('\\').append("%03d".formatted((int) c));
            }
        }
    }

    private static int u16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** The response code's name; empty for success. */
    String errorType() {
        if (responseCode == 0) {
            return "";
        }
        return responseCode < CODES.length ? CODES[responseCode] : "RCODE" + responseCode;
    }
}
