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
        try {
            return conditions.isEmpty() || conditions.matches(cursor);
        } catch (EvaluationException e) {
            throw new EvaluationException("failed to evaluate conditions: " + e.getMessage());
        }
    }

    /** The value, an integer or a double; null for a gauge without one. */
    @Nullable Value value(Cursor cursor) throws EvaluationException {
        if (info.gauge() == null && info.sum() == null) {
            return measured(cursor);
        }
        String kind = info.gauge() == null ? "sum" : "gauge";
        Object found = evaluated(cursor, "failed to execute OTTL value for " + kind + ": ");
        Value number = number(found);
        if (number != null) {
            return number;
        }
        if (found == null && info.gauge() != null) {
            return null;
        }
        throw new EvaluationException(
                "failed to parse %s OTTL value of type %s into int64 or float64: %s"
                        .formatted(kind, OttlValues.goType(found), shown(found)));
    }

    /** The value of a histogram. */
    private Value measured(Cursor cursor) throws EvaluationException {
        String what = "failed to get value from OTTL: ";
        Object found = evaluated(cursor, what);
        Value number = number(found);
        if (number != null) {
            return number;
        }
        throw new EvaluationException(
                "%sfailed to parse double OTTL value, expression returned value of type %s: %s"
                        .formatted(what, OttlValues.goType(found), shown(found)));
    }

    private @Nullable Object evaluated(Cursor cursor, String what) throws EvaluationException {
        try {
            return value == null ? null : value.get(cursor);
        } catch (EvaluationException e) {
            throw new EvaluationException(what + e.getMessage());
        }
    }

    private static @Nullable Value number(@Nullable Object found) {
        return found instanceof Value.Int || found instanceof Value.Dbl ? (Value) found : null;
    }

    private static String shown(@Nullable Object found) {
        return found == null ? "<nil>" : found.toString();
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
                                            .formatted(OttlValues.goType(found), shown(found)));
        };
    }
}
