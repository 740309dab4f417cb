// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.ScopeProfiles;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Value;
import java.util.Map;

/** Paths of an instrumentation scope. */
final class ScopePaths {
    static final Map<String, PathField> FIELDS =
            Map.of(
                    "name",
                    Fields.text(c -> c.scope().nameUtf8(), (c, name) -> c.scope().nameUtf8(name)),
                    "version",
                    Fields.text(
                            c -> c.scope().versionUtf8(),
                            (c, version) -> c.scope().versionUtf8(version)),
                    "attributes",
                    Fields.attributes(c -> c.scope().attributes()),
                    "dropped_attributes_count",
                    Fields.ints(
                            c -> Integer.toUnsignedLong(c.scope().droppedAttributesCount()),
                            (c, count) -> c.scope().droppedAttributesCount((int) count)),
                    "schema_url",
                    Fields.text(
                            c -> Value.Str.of(c.scopeGroup().schemaUrl()),
                            (c, url) -> schemaUrl(c.scopeGroup(), url.string())));

    private ScopePaths() {}

    private static void schemaUrl(ScopeGroup group, String url) {
        switch (group) {
            case ScopeSpans spans -> spans.schemaUrl(url);
            case ScopeMetrics metrics -> metrics.schemaUrl(url);
            case ScopeLogs logs -> logs.schemaUrl(url);
            case ScopeProfiles profiles -> profiles.schemaUrl(url);
        }
    }
}
