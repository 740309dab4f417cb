// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two messages. */
enum WriteVersion {
    V1("prometheus.WriteRequest"),
    V2("io.prometheus.write.v2.Request");

    private final String message;

    WriteVersion(String message) {
        this.message = message;
    }

    /**
     * The message that the content type names; 1.0 where it names none, as its senders do.
     *
     * @return null for a type that is none of remote write
     */
    static @Nullable WriteVersion of(Map<String, String> headers) {
        String[] parts = headers.getOrDefault("content-type", "").split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals("application/x-protobuf")) {
            return null;
        }
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("proto=")) {
                String named = part.substring("proto=".length());
                return named.equals(V1.message) ? V1 : named.equals(V2.message) ? V2 : null;
            }
        }
        return V1;
    }
}
