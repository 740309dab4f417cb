// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Value;

/**
 * Tells exceptions from other events. Stateless.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/exceptions/">semantic conventions</a>
 */
final class Exceptions {
    /** The name of the event. */
    static final String NAME = "exception";

    private static final Value.Str TEXT = Value.Str.of(NAME);

    private Exceptions() {}

    static boolean isOne(SpanEvent event) {
        return event.nameUtf8().equals(TEXT);
    }

    static boolean isOne(LogRecord record) {
        return record.eventNameUtf8().equals(TEXT);
    }
}
