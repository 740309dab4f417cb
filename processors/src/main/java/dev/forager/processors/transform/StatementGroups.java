// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.StatementSequence;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.processors.transform.functions.SetButNil;
import dev.forager.processors.transform.functions.TransformFunctions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/** Compiles the statements of one signal. */
final class StatementGroups {
    private final OttlCompiler compiler;
    private final Signal signal;
    private final List<OttlProblem> problems = new ArrayList<>();

    /**
     * A compiled group.
     *
     * @param statements what it does
     * @param sharedCache whether it shares its cache with groups of the same context
     */
    record CompiledGroup(StatementSequence statements, boolean sharedCache) {}

    private StatementGroups(Signal signal, Functions functions, InstantSource clock) {
        this.signal = signal;
        this.compiler = OttlCompiler.of(functions, signal).clock(clock);
    }

    /** The functions of the processor; without {@code nil} a set of nil changes nothing. */
    static Functions functions(boolean nil) {
        Functions all = Functions.standard().with(new TransformFunctions());
        return nil ? all : all.with(new SetButNil());
    }

    /** Adds all that is wrong. */
    static void check(Signal signal, List<StatementItem> items, List<OttlProblem> problems) {
        StatementGroups groups =
                new StatementGroups(signal, functions(true), InstantSource.system());
        groups.all(items, ErrorHandling.of(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER));
        problems.addAll(groups.problems);
    }

    /**
     * The groups in their order.
     *
     * @throws IllegalArgumentException with all problems
     */
    static List<CompiledGroup> compile(
            Signal signal,
            List<StatementItem> items,
            ErrorHandling errors,
            Functions functions,
            InstantSource clock) {
        StatementGroups groups = new StatementGroups(signal, functions, clock);
        List<CompiledGroup> compiled = groups.all(items, errors);
        OttlException.throwIfAny(groups.problems);
        return compiled;
    }

    private List<CompiledGroup> all(List<StatementItem> items, ErrorHandling errors) {
        List<CompiledGroup> compiled = new ArrayList<>();
        for (StatementItem.Group group : grouped(items)) {
            if (isKnown(group.context())) {
                ErrorMode own = group.errorMode();
                compiled.add(compile(group, own == null ? errors : errors.in(own)));
            }
        }
        return compiled;
    }

    /** A list of plain statements is one group. */
    static List<StatementItem.Group> grouped(List<StatementItem> items) {
        List<LocatedText> basic = new ArrayList<>();
        List<StatementItem.Group> groups = new ArrayList<>();
        for (StatementItem item : items) {
            switch (item) {
                case StatementItem.Basic(LocatedText statement) -> basic.add(statement);
                case StatementItem.Group group -> groups.add(group);
            }
        }
        if (!basic.isEmpty()) {
            groups.add(new StatementItem.Group(null, List.of(), basic, null, false));
        }
        return groups;
    }

    private CompiledGroup compile(StatementItem.Group group, ErrorHandling errors) {
        return new CompiledGroup(
                compiler.statements(
                        sources(group.statements()),
                        sources(group.conditions()),
                        context(group.context()),
                        errors,
                        problems),
                group.sharedCache());
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

    private static List<Source> sources(List<LocatedText> texts) {
        return texts.stream().map(StatementGroups::source).toList();
    }

    private static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }
}
