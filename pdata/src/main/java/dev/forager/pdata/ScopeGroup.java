// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** What one instrumentation scope produced, of any signal. */
public sealed interface ScopeGroup permits ScopeSpans, ScopeMetrics, ScopeLogs, ScopeProfiles {
    /** The library that produced it. */
    InstrumentationScope scope();

    /** The schema of the records' attributes; empty if not given. */
    String schemaUrl();
}
