// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import dev.forager.connectors.sampling.Threshold;
import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorConfig.MetricInfo;
import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Source;
import dev.forager.ottl.ValueExpression;
import dev.forager.pdata.Value;
import dev.forager.pipeline.config.LocatedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One metric, compiled. Immutable. */
final class MetricRule {
    private static final LocatedText NOTHING = LocatedText.parse("");

    private final MetricInfo info;
    private final KeyRules resourceKeys;
    private final KeyRules keys;
    private final ConditionSequence conditions;
    private final @Nullable ValueExpression value;
    private final @Nullable ValueExpression count;

    @Doc("How many spans this one stands for, by the sampler's threshold in its tracestate.")
    record AdjustedCount() implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                String traceState = cursor.span().traceState();
                long threshold = Threshold.of(traceState);
                if (threshold == Threshold.MALFORMED) {
                    throw new EvaluationException(
                            "failed to parse w3c tracestate: parsing \"%s\": invalid syntax"
                                    .formatted(traceState));
                }
                double kept = Threshold.ALL - (double) Math.max(0, threshold);
                return Value.of(Threshold.ALL / kept);
            };
        }
    }

    private MetricRule(
            MetricInfo info,
            OttlContext context,
            ErrorHandling errors,
            List<OttlProblem> problems) {
        this.info = info;
        Functions functions = Functions.standard();
        var compiler =
                new OttlCompiler(
                        context == OttlContext.SPAN
                                ? functions.with(() -> List.of(AdjustedCount.class))
                                : functions,
                        Set.of(context));
        resourceKeys = new KeyRules(info.includeResourceAttributes(), compiler, context, problems);
        keys = new KeyRules(info.attributes(), compiler, context, problems);
        conditions =
                compiler.conditions(
                        info.conditions().stream().map(MetricRule::source).toList(),
                        context,
                        errors,
                        problems);
        value = compiler.value(source(valueText(info)), context, problems);
        LocatedText times = countText(info);
        count = times.text().isEmpty() ? null : compiler.value(source(times), context, problems);
    }

    /**
     * Compiles a metric.
     *
     * @throws OttlException if some OTTL cannot be compiled
     */
    static MetricRule of(MetricInfo info, OttlContext context, ErrorMode mode, Logger logger) {
        List<OttlProblem> problems = new ArrayList<>();
        var rule = new MetricRule(info, context, ErrorHandling.of(mode, logger), problems);
        OttlException.throwIfAny(problems);
        return rule;
    }

    /** Compiles a metric to see whether it can be. */
    static void check(MetricInfo info, OttlContext context) {
        of(info, context, ErrorMode.PROPAGATE, LoggerFactory.getLogger(MetricRule.class));
    }

    static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }

    private static LocatedText valueText(MetricInfo info) {
        if (info.histogram() != null) {
            return info.histogram().value();
        }
        if (info.exponentialHistogram() != null) {
            return info.exponentialHistogram().value();
        }
        if (info.sum() != null) {
            return info.sum().value();
        }
        return info.gauge() == null ? NOTHING : info.gauge().value();
    }

    private static LocatedText countText(MetricInfo info) {
        if (info.histogram() != null) {
            return info.histogram().count();
        }
        return info.exponentialHistogram() == null ? NOTHING : info.exponentialHistogram().count();
    }

    MetricInfo info() {
        return info;
    }

    KeyRules resourceKeys() {
        return resourceKeys;
    }

    KeyRules keys() {
        return keys;
    }

    boolean matches(Cursor cursor) throws EvaluationException {
        return conditions.isEmpty() || conditions.matches(cursor);
    }

    /** The value, an integer or a double; null for a gauge without one. */
    @Nullable Value value(Cursor cursor) throws EvaluationException {
        Object found = value == null ? null : value.get(cursor);
        if (found instanceof Value.Int || found instanceof Value.Dbl) {
            return (Value) found;
        }
        if (found == null && info.gauge() != null) {
            return null;
        }
        throw new EvaluationException(
                "failed to parse %s OTTL value of type %s into int64 or float64: %s"
                        .formatted(
                                info.gauge() != null
                                        ? "gauge"
                                        : info.sum() != null ? "sum" : "double",
                                OttlValues.typeName(found),
                                found));
    }

    /** How often the value counts. */
    long count(Cursor cursor) throws EvaluationException {
        if (count == null) {
            return 1;
        }
        Object found = count.get(cursor);
        return switch (found) {
            case Value.Int number -> number.value();
            case Value.Dbl number -> (long) number.value();
            case null, default ->
                    throw new EvaluationException(
                            "failed to get count from OTTL: failed to parse int OTTL value,"
                                    + " expression returned value of type %s: %s"
                                            .formatted(OttlValues.typeName(found), found));
        };
    }
}
