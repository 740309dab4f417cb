// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/** An attribute that must be there. */
public record AttributeMatch(
        @Doc("The attribute's name.") String key,
        @Doc("Its value, or a regular expression; absent: any.") @Nullable Object value) {}
