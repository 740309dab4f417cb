// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ResourceProfiles;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.Value;
import java.util.Map;

/** Paths of a resource. */
final class ResourcePaths {
    static final Map<String, PathField> FIELDS =
            Map.of(
                    "attributes",
                    Fields.attributes(c -> c.resource().attributes()),
                    "dropped_attributes_count",
                    Fields.ints(
                            c -> Integer.toUnsignedLong(c.resource().droppedAttributesCount()),
                            (c, count) -> c.resource().droppedAttributesCount((int) count)),
                    "schema_url",
                    Fields.text(
                            c -> Value.Str.of(c.resourceGroup().schemaUrl()),
                            (c, url) -> schemaUrl(c.resourceGroup(), url.string())));

    private ResourcePaths() {}

    private static void schemaUrl(ResourceGroup group, String url) {
        switch (group) {
            case ResourceSpans spans -> spans.schemaUrl(url);
            case ResourceMetrics metrics -> metrics.schemaUrl(url);
            case ResourceLogs logs -> logs.schemaUrl(url);
            case ResourceProfiles profiles -> profiles.schemaUrl(url);
        }
    }
}
