// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.util.Map;
import org.slf4j.event.Level;

/**
 * Something worth a log line that does not stop a configuration from being used. Immutable.
 *
 * @param level {@code WARN} or {@code INFO}
 * @param message the text of the line
 * @param fields its fields, in order
 */
public record Notice(Level level, String message, Map<String, String> fields) {}
