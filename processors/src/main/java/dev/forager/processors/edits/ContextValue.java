// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import dev.forager.pipeline.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code from_context} names. Immutable. */
sealed interface ContextValue {
    /** The text in this request; null where there is none. */
    @Nullable String in(Context context);

    /** Reads {@code metadata.x}, {@code auth.x} or {@code client.address}; else a header. */
    static ContextValue parse(String text) {
        if (text.equals("client.address")) {
            return new ClientAddress();
        }
        if (text.startsWith("metadata.")) {
            return new Header(text.substring("metadata.".length()));
        }
        return text.startsWith("auth.")
                ? new AuthAttribute(text.substring("auth.".length()))
                : new Header(text);
    }

    /** A request header; several values are joined by {@code ;}. */
    record Header(String name) implements ContextValue {
        @Override
        public @Nullable String in(Context context) {
            List<String> values = context.client().metadata().get(name);
            return values.isEmpty() ? null : String.join(";", values);
        }
    }

    /** What the authenticator found out. */
    record AuthAttribute(String name) implements ContextValue {
        @Override
        public @Nullable String in(Context context) {
            return context.client().auth().attributes().get(name);
        }
    }

    /** The peer's address without its port; empty where there is no connection. */
    record ClientAddress() implements ContextValue {
        private static final int GROUPS = 8;

        @Override
        public String in(Context context) {
            SocketAddress address = context.client().address();
            if (address == null) {
                return "";
            }
            if (address instanceof InetSocketAddress inet) {
                InetAddress ip = inet.getAddress();
                return ip == null ? inet.getHostString() : text(ip);
            }
            return address.toString();
        }

        private static String text(InetAddress address) {
            return address instanceof Inet6Address
                    ? compressed(address.getAddress())
                    : address.getHostAddress();
        }

        /** RFC 5952, section 4: the longest run of zero groups is left out. */
        private static String compressed(byte[] bytes) {
            int[] groups = new int[GROUPS];
            for (int i = 0; i < GROUPS; i++) {
                groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
            }
            int from = 0;
            int length = 1;
            for (int i = 0; i < GROUPS; i++) {
                int end = i;
                while (end < GROUPS && groups[end] == 0) {
                    end++;
                }
                if (end - i > length) {
                    from = i;
                    length = end - i;
                }
            }
            var text = new StringBuilder();
            for (int i = 0; i < GROUPS; i++) {
                if (length > 1 && i == from) {
                    text.append("::");
                    i += length - 1;
                } else {
                    text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                            .append(Integer.toHexString(groups[i]));
                }
            }
            return text.toString();
        }
    }
}
