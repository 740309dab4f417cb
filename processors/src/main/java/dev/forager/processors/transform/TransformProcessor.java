// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlContext;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.Retryable;
import dev.forager.processors.transform.StatementGroups.CompiledGroup;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs groups of statements, one behind the other, each over the whole request. Immutable but for
 * the count of failures, hence thread-safe; holds no data.
 */
final class TransformProcessor implements Processor {
    private final List<CompiledGroup> groups;
    private final boolean flattens;
    private final Consumer next;

    TransformProcessor(List<CompiledGroup> groups, boolean flattens, Consumer next) {
        this.groups = List.copyOf(groups);
        this.flattens = flattens;
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (flattens && telemetry instanceof Logs logs) {
            LogFlattening.flatten(logs);
            run(telemetry, context);
            LogFlattening.regroup(logs);
        } else {
            run(telemetry, context);
        }
        next.consume(telemetry, context);
    }

    private void run(Telemetry telemetry, Context context) throws Retryable {
        Map<OttlContext, Attributes> caches = new EnumMap<>(OttlContext.class);
        ClientRequest request = new ClientRequest(context.client());
        for (CompiledGroup group : groups) {
            Cursor cursor = new Cursor(telemetry).request(request);
            if (group.sharedCache()) {
                cursor.shareCache(
                        caches.computeIfAbsent(
                                group.statements().context(), _ -> Attributes.create()));
            }
            run(group, cursor);
        }
    }

    private static void run(CompiledGroup group, Cursor cursor) throws Retryable {
        try {
            group.statements().run(cursor);
        } catch (EvaluationException e) {
            // Nothing says that it is for good: the Go collector answers that one may try again.
            throw new Retryable(String.valueOf(e.getMessage()));
        }
    }
}
