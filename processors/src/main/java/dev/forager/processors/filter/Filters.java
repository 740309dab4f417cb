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
import dev.forager.ottl.functions.MetricConditions;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.LocatedText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * What is dropped of one signal, compiled: for each context one pass, from the resource downwards.
 * Thread-safe.
 */
final class Filters {
    private final OttlCompiler compiler;
    private final Signal signal;
    private final ErrorHandling errors;
    private final List<OttlProblem> problems = new ArrayList<>();

    /** By context, in the order of nesting. */
    private final Map<OttlContext, List<Walk.Question<EvaluationException>>> drops =
            new EnumMap<>(OttlContext.class);

    private Filters(Signal signal, ErrorHandling errors, InstantSource clock) {
        this.signal = signal;
        this.errors = errors;
        compiler =
                OttlCompiler.of(Functions.standard().with(new MetricConditions()), signal)
                        .clock(clock);
    }

    /**
     * The filters of a signal.
     *
     * @param errors for groups without a mode of their own
     * @throws IllegalArgumentException with all problems
     */
    static Filters compile(
            FilterProcessorConfig config,
            Signal signal,
            ErrorHandling errors,
            InstantSource clock) {
        Filters filters = new Filters(signal, errors, clock);
        filters.items(config.conditions(signal));
        switch (signal) {
            case TRACES ->
                    filters.traces(
                            config.traceConditions().isEmpty() ? config.spans() : null,
                            config.traces());
            case METRICS -> filters.metrics(config.metrics());
            case LOGS -> filters.logs(config.logs());
            case PROFILES -> filters.profiles(config.profiles());
        }
        OttlException.throwIfAny(filters.problems);
        return filters;
    }

    /** What is wrong with the filters of a signal. */
    static List<OttlProblem> problems(
            Signal signal, List<ConditionItem> items, Consumer<Filters> former) {
        Filters filters =
                new Filters(
                        signal,
                        ErrorHandling.of(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER),
                        InstantSource.system());
        filters.items(items);
        former.accept(filters);
        return filters.problems;
    }

    void traces(@Nullable SpanFilters spans, @Nullable TraceFilters traces) {
        if (spans != null) {
            former(
                    OttlContext.SPAN,
                    () -> FormerMatches.spans(spans.include()),
                    () -> FormerMatches.spans(spans.exclude()));
        }
        if (traces != null) {
            compile(OttlContext.RESOURCE, traces.resource(), errors);
            compile(OttlContext.SPAN, traces.span(), errors);
            compile(OttlContext.SPAN_EVENT, traces.spanevent(), errors);
        }
    }

    void metrics(@Nullable MetricFilters metrics) {
        if (metrics != null) {
            former(
                    OttlContext.RESOURCE,
                    () -> FormerMatches.metricResources(metrics.include()),
                    () -> FormerMatches.metricResources(metrics.exclude()));
            former(
                    OttlContext.METRIC,
                    () -> FormerMatches.metrics(metrics.include()),
                    () -> FormerMatches.metrics(metrics.exclude()));
            compile(OttlContext.RESOURCE, metrics.resource(), errors);
            compile(OttlContext.METRIC, metrics.metric(), errors);
            compile(OttlContext.DATA_POINT, metrics.datapoint(), errors);
        }
    }

    void logs(@Nullable LogFilters logs) {
        if (logs != null) {
            former(
                    OttlContext.LOG,
                    () -> FormerMatches.logs(logs.include()),
                    () -> FormerMatches.logs(logs.exclude()));
            compile(OttlContext.RESOURCE, logs.resource(), errors);
            compile(OttlContext.LOG, logs.logRecord(), errors);
        }
    }

    void profiles(@Nullable ProfileFilters profiles) {
        if (profiles != null) {
            compile(OttlContext.RESOURCE, profiles.resource(), errors);
            compile(OttlContext.PROFILE, profiles.profile(), errors);
        }
    }

    private void former(
            OttlContext context,
            Supplier<@Nullable Predicate<Cursor>> include,
            Supplier<@Nullable Predicate<Cursor>> exclude) {
        try {
            Predicate<Cursor> kept = include.get();
            Predicate<Cursor> dropped = exclude.get();
            if (kept != null || dropped != null) {
                questions(context).add(FormerMatches.drop(kept, dropped)::test);
            }
        } catch (IllegalArgumentException e) {
            problems.add(OttlProblem.of(String.valueOf(e.getMessage())));
        }
    }

    private List<Walk.Question<EvaluationException>> questions(OttlContext context) {
        return drops.computeIfAbsent(context, _ -> new ArrayList<>());
    }

    private void items(List<ConditionItem> items) {
        grouped(items).forEach(this::group);
    }

    /** A list of plain conditions is one group without a context. */
    static List<ConditionItem.Group> grouped(List<ConditionItem> items) {
        List<LocatedText> basic = new ArrayList<>();
        List<ConditionItem.Group> groups = new ArrayList<>();
        for (ConditionItem item : items) {
            switch (item) {
                case ConditionItem.Basic(LocatedText condition) -> basic.add(condition);
                case ConditionItem.Group group -> groups.add(group);
            }
        }
        if (!basic.isEmpty()) {
            groups.add(new ConditionItem.Group(null, basic, null));
        }
        return groups;
    }

    /** Without a context each condition has its own, as those that stand in no group. */
    private void group(ConditionItem.Group group) {
        ErrorMode mode = group.errorMode();
        ErrorHandling own = mode == null ? errors : errors.in(mode);
        OttlContext context = context(group.context());
        if (!isKnown(group.context())) {
            return;
        }
        if (context != null) {
            compile(context, group.conditions(), own);
        } else {
            group.conditions().forEach(condition -> compile(null, List.of(condition), own));
        }
    }

    private void compile(
            @Nullable OttlContext context, List<LocatedText> texts, ErrorHandling handling) {
        if (texts.isEmpty()) {
            return;
        }
        List<Source> sources = texts.stream().map(Filters::source).toList();
        ConditionSequence compiled = compiler.conditions(sources, context, handling, problems);
        questions(compiled.context()).add(compiled::matches);
    }

    private static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }

    private static @Nullable OttlContext context(@Nullable String name) {
        return name == null || name.isEmpty() ? null : OttlContext.of(name);
    }

    private boolean isKnown(@Nullable String name) {
        OttlProblem problem = OttlContext.problem(signal, name);
        if (problem != null) {
            problems.add(problem);
        }
        return problem == null;
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
