// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.FunctionCatalog;
import dev.forager.ottl.OttlFunction;
import java.util.ArrayList;
import java.util.List;

/** The functions that only the transform processor knows. Each class lists its own. */
public final class TransformFunctions implements FunctionCatalog {
    @Override
    public List<Class<? extends OttlFunction>> functions() {
        List<Class<? extends OttlFunction>> all = new ArrayList<>();
        all.addAll(Aggregations.ALL);
        all.addAll(BucketMerging.ALL);
        all.addAll(Conversions.ALL);
        all.addAll(Copies.ALL);
        all.addAll(ExplicitBuckets.ALL);
        all.addAll(Extractions.ALL);
        all.addAll(LogFormats.ALL);
        all.addAll(Percentiles.ALL);
        all.addAll(SpanNames.ALL);
        all.addAll(SummaryConversions.ALL);
        return all;
    }
}
