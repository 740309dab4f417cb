// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ring buffer of a user's object whose records become log records. */
public record CustomLog(
        @Doc("The ring buffer.") String map,
        @Doc("Name of the event.") String eventName,
        @Doc("Severity of the records.") @Default("info") Severity severity,
        @Doc(
                        "Struct of the records, as the object's type information names it; absent: the fields as C lays them out.")
                @Nullable String struct,
        @Doc("Fields of the record, in their order.") List<CustomField> fields) {
    /** Checks what can be checked without the object. */
    public CustomLog {
        fields = List.copyOf(fields);
        boolean hasFields = !fields.isEmpty();
        Validation.require(!map.isBlank(), "map", "empty (expected: a ring buffer of the object)");
        Validation.require(
                !eventName.isBlank(), "event_name", "empty (expected: the name of an event)");
        Validation.require(hasFields, "fields", "empty (expected: at least one field)");
    }

    /** How bad it is. */
    public enum Severity {
        /** For those who look for a mistake. */
        DEBUG,
        /** It happened. */
        INFO,
        /** Somebody should look. */
        WARN,
        /** Something failed. */
        ERROR,
        /** Something ended. */
        FATAL
    }
}
