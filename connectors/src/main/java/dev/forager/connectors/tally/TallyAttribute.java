// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/** An attribute by which numbers are kept apart. */
public record TallyAttribute(
        @Doc("Name of the attribute.") String key,
        @Doc("Value for items without it; without, these are left out.")
                @Nullable Object defaultValue) {}
