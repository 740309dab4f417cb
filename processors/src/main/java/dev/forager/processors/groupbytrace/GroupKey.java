// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.TraceId;

/**
 * What is gathered together.
 *
 * @param trace the trace
 * @param service the service within it; the same for all where traces are gathered whole
 */
record GroupKey(TraceId trace, ContentKey service) {}
