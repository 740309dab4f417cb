// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * One line before it is encoded. Immutable.
 *
 * @param time when
 * @param level how grave
 * @param caller {@code package/File.java:line}, where wanted
 * @param message the text, placeholders filled
 * @param fixed fields of the logger, encoded beforehand by the same encoder
 * @param fields fields of this line
 * @param stack a stack trace without a line break at its end, where wanted
 */
record LogEntry(
        Instant time,
        Level level,
        @Nullable String caller,
        String message,
        String fixed,
        List<KeyValuePair> fields,
        @Nullable String stack) {}
