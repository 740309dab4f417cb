// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/** An instrumentation scope that spans must come from. */
public record LibraryMatch(
        @Doc("The scope's name.") @Default("''") String name,
        @Doc("Its version; absent: any.") @Nullable String version) {}
