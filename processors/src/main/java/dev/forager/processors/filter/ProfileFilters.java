// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;

/** The former section of profiles; paths in its conditions have no prefix. */
public record ProfileFilters(
        @Doc("Conditions on resources.") @Default("[]") List<LocatedText> resource,
        @Doc("Conditions on profiles.") @Default("[]") List<LocatedText> profile) {
    boolean isEmpty() {
        return resource.isEmpty() && profile.isEmpty();
    }
}
