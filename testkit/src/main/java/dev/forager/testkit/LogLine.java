// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One line that a component logged. Immutable.
 *
 * @param level its level
 * @param message the text, placeholders filled in
 * @param fields the key-values, in order
 * @param error the throwable, where one was given
 */
public record LogLine(
        Level level, String message, Map<String, Object> fields, @Nullable Throwable error) {
    /** {@code WARN Sender failed {error=...}}: short enough for an assertion. */
    @Override
    public String toString() {
        return level + " " + message + (fields.isEmpty() ? "" : " " + fields);
    }
}
