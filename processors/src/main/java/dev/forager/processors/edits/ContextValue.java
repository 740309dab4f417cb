// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import dev.forager.pipeline.Context;
import dev.forager.pipeline.IpAddresses;
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
        @Override
        public String in(Context context) {
            return IpAddresses.host(context.client().address());
        }
    }
}
