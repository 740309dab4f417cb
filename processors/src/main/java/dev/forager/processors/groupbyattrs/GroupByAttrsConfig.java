// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** What items are grouped by. */
public record GroupByAttrsConfig(
        @Doc("Attributes to move to the resource; none joins equal resources only.") @Default("[]")
                List<String> keys) {
    public GroupByAttrsConfig {
        keys = List.copyOf(keys);
    }
}
