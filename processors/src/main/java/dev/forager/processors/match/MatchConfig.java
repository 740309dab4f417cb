// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/**
 * Which items to work on: those that match {@code include} and do not match {@code exclude}.
 *
 * @param include null for all
 * @param exclude null for none
 */
public record MatchConfig(
        @Doc("Work only on items that match.") @Nullable MatchProperties include,
        @Doc("Leave alone what matches; asked after `include`.")
                @Nullable MatchProperties exclude) {}
