// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of one resource and context. Confined to one request. */
final class Tally {
    private static final Attributes NONE = Attributes.create();

    private final TallyRules rules;
    private final TimeRange times = new TimeRange();
    private final ContentKey.Builder key = new ContentKey.Builder();
    private final List<Map<ContentKey, Amount>> amounts = new ArrayList<>();

    /** What has been added up under some labels; whole numbers are exact up to 2^53. */
    private static final class Amount {
        private final Attributes labels;
        private long count;
        private double sum;

        Amount(Attributes labels) {
            this.labels = labels;
        }
    }

    Tally(TallyRules rules) {
        this.rules = rules;
        rules.rules().forEach(rule -> amounts.add(new LinkedHashMap<>()));
    }

    /** Adds the item that the cursor stands on. */
    void add(Cursor cursor) throws EvaluationException {
        ItemView.addTimes(rules.context(), cursor, times);
        Attributes item = NONE;
        boolean isOpen = false;
        for (int i = 0; i < amounts.size(); i++) {
            TallyRules.Rule rule = rules.rules().get(i);
            if (!isOpen && (rule.hasLabels() || rule.addsUp())) {
                item = ItemView.attributes(rules.context(), cursor);
                isOpen = true;
            }
            Attributes labels = rule.hasLabels() ? rule.labels(item, cursor) : NONE;
            if (labels != null && rule.matches(cursor)) {
                Amount amount = amount(amounts.get(i), labels);
                amount.count++;
                amount.sum += rule.amount(item);
            }
        }
    }

    private Amount amount(Map<ContentKey, Amount> of, Attributes labels) {
        ContentKey name = key.truncate(0).add(labels).build();
        Amount known = of.get(name);
        if (known == null) {
            known = new Amount(labels);
            of.put(name, known);
        }
        return known;
    }

    boolean isEmpty() {
        return amounts.stream().allMatch(Map::isEmpty);
    }

    void writeTo(ScopeMetrics scope, long nowNanos) {
        for (int i = 0; i < amounts.size(); i++) {
            if (!amounts.get(i).isEmpty()) {
                write(rules.rules().get(i), amounts.get(i), scope, nowNanos);
            }
        }
    }

    private void write(
            TallyRules.Rule rule, Map<ContentKey, Amount> from, ScopeMetrics scope, long nowNanos) {
        var sum = new Sum().isMonotonic(true).aggregationTemporality(AggregationTemporality.DELTA);
        scope.addMetric()
                .name(rule.metric().name())
                .description(rule.metric().description())
                .data(sum);
        for (Amount amount : from.values()) {
            NumberDataPoint point = sum.addDataPoint();
            if (rule.addsUp()) {
                // The Go collector gives its counts the times of the items, but not its sums.
                point.timeUnixNano(nowNanos).asDouble(amount.sum);
            } else {
                point.startTimeUnixNano(times.startOr(nowNanos))
                        .timeUnixNano(times.endOr(nowNanos))
                        .asInt(amount.count);
            }
            for (KeyValue label : amount.labels) {
                point.attributes().add(label);
            }
        }
    }
}
