// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.Walk;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.LocatedText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What is dropped of one signal, compiled: for each context one pass, from the resource downwards.
 * Thread-safe.
 */
final class Filters {
    private final OttlCompiler compiler;
    private final Signal signal;
    private final Logger logger;
    private final List<OttlProblem> problems = new ArrayList<>();

    /** By context, in the order of nesting. */
    private final Map<OttlContext, List<Walk.Question<EvaluationException>>> drops =
            new EnumMap<>(OttlContext.class);

    private Filters(Signal signal, Logger logger) {
        this.signal = signal;
        this.logger = logger;
        compiler = OttlCompiler.of(Functions.standard().with(new FilterFunctions()), signal);
    }

    /**
     * The filters of a signal.
     *
     * @throws IllegalArgumentException with all problems
     */
    static Filters compile(FilterProcessorConfig config, Signal signal, Logger logger) {
        Filters filters = new Filters(signal, logger);
        ErrorMode mode = config.errorMode();
        switch (signal) {
            case TRACES -> filters.traces(config, mode);
            case METRICS -> filters.metrics(config, mode);
            case LOGS -> filters.logs(config, mode);
            case PROFILES -> filters.profiles(config, mode);
        }
        OttlException.throwIfAny(filters.problems);
        return filters;
    }

    private void traces(FilterProcessorConfig config, ErrorMode mode) {
        items(config.traceConditions(), mode);
        SpanFilters spans = config.spans();
        if (spans != null) {
            former(
                    OttlContext.SPAN,
                    FormerMatches.spans(spans.include()),
                    FormerMatches.spans(spans.exclude()));
        }
        TraceFilters traces = config.traces();
        if (traces != null) {
            conditions(OttlContext.RESOURCE, traces.resource(), mode);
            conditions(OttlContext.SPAN, traces.span(), mode);
            conditions(OttlContext.SPAN_EVENT, traces.spanevent(), mode);
        }
    }

    private void metrics(FilterProcessorConfig config, ErrorMode mode) {
        items(config.metricConditions(), mode);
        MetricFilters metrics = config.metrics();
        if (metrics != null) {
            former(
                    OttlContext.RESOURCE,
                    FormerMatches.metricResources(metrics.include()),
                    FormerMatches.metricResources(metrics.exclude()));
            former(
                    OttlContext.METRIC,
                    FormerMatches.metrics(metrics.include()),
                    FormerMatches.metrics(metrics.exclude()));
            conditions(OttlContext.RESOURCE, metrics.resource(), mode);
            conditions(OttlContext.METRIC, metrics.metric(), mode);
            conditions(OttlContext.DATA_POINT, metrics.datapoint(), mode);
        }
    }

    private void logs(FilterProcessorConfig config, ErrorMode mode) {
        items(config.logConditions(), mode);
        LogFilters logs = config.logs();
        if (logs != null) {
            former(
                    OttlContext.LOG,
                    FormerMatches.logs(logs.include()),
                    FormerMatches.logs(logs.exclude()));
            conditions(OttlContext.RESOURCE, logs.resource(), mode);
            conditions(OttlContext.LOG, logs.logRecord(), mode);
        }
    }

    private void profiles(FilterProcessorConfig config, ErrorMode mode) {
        items(config.profileConditions(), mode);
        ProfileFilters profiles = config.profiles();
        if (profiles != null) {
            conditions(OttlContext.RESOURCE, profiles.resource(), mode);
            conditions(OttlContext.PROFILE, profiles.profile(), mode);
        }
    }

    private void former(
            OttlContext context,
            @Nullable Predicate<Cursor> include,
            @Nullable Predicate<Cursor> exclude) {
        if (include != null || exclude != null) {
            Predicate<Cursor> drop = FormerMatches.drop(include, exclude);
            questions(context).add(drop::test);
        }
    }

    private List<Walk.Question<EvaluationException>> questions(OttlContext context) {
        return drops.computeIfAbsent(context, _ -> new ArrayList<>());
    }

    private void items(List<ConditionItem> items, ErrorMode mode) {
        for (ConditionItem item : items) {
            switch (item) {
                case ConditionItem.Basic(LocatedText condition) ->
                        compile(null, List.of(condition), mode);
                case ConditionItem.Group group ->
                        compile(
                                context(group.context()),
                                group.conditions(),
                                group.errorMode() == null ? mode : group.errorMode());
            }
        }
    }

    private void conditions(OttlContext context, List<LocatedText> texts, ErrorMode mode) {
        compile(context, texts, mode);
    }

    private void compile(@Nullable OttlContext context, List<LocatedText> texts, ErrorMode mode) {
        if (texts.isEmpty()) {
            return;
        }
        List<Source> sources = texts.stream().map(Filters::source).toList();
        ConditionSequence compiled =
                compiler.conditions(sources, context, ErrorHandling.of(mode, logger), problems);
        questions(compiled.context()).add(compiled::matches);
    }

    private static Source source(LocatedText text) {
        return new Source(
                text.text(),
                text.source().isEmpty()
                        ? null
                        : new Source.Place(text.source(), text.line(), text.column()));
    }

    private @Nullable OttlContext context(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        OttlContext context = OttlContext.of(name);
        if (context != null && OttlContext.of(signal).contains(context)) {
            return context;
        }
        throw new IllegalArgumentException(
                "unknown context %s (expected: one of %s)"
                        .formatted(
                                name,
                                OttlContext.of(signal).stream()
                                        .map(OttlContext::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** Drops what a condition holds for. */
    void apply(Cursor cursor) throws EvaluationException {
        for (Map.Entry<OttlContext, List<Walk.Question<EvaluationException>>> level :
                drops.entrySet()) {
            List<Walk.Question<EvaluationException>> questions = level.getValue();
            new Walk(level.getKey()).removeIf(cursor, item -> any(questions, item));
        }
    }

    private static boolean any(List<Walk.Question<EvaluationException>> questions, Cursor cursor)
            throws EvaluationException {
        for (int i = 0; i < questions.size(); i++) {
            if (questions.get(i).at(cursor)) {
                return true;
            }
        }
        return false;
    }
}
