// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/** What one resource produced, of any signal: for code that only looks at resources and scopes. */
public sealed interface ResourceGroup
        permits ResourceSpans, ResourceMetrics, ResourceLogs, ResourceProfiles {
    /** The producer. */
    Resource resource();

    /** The schema of the resource's attributes; empty if not given. */
    String schemaUrl();

    /** What was produced, by instrumentation scope. */
    List<? extends ScopeGroup> scopes();
}
