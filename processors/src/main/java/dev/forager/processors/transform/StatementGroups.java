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
import dev.forager.processors.transform.functions.TransformFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
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

    private StatementGroups(Signal signal) {
        this.signal = signal;
        this.compiler =
                OttlCompiler.of(Functions.standard().with(new TransformFunctions()), signal);
    }

    /**
     * Finds all that is wrong.
     *
     * @throws IllegalArgumentException with all problems
     */
    static void check(Signal signal, List<StatementItem> items) {
        compile(signal, items, ErrorMode.IGNORE, NOPLogger.NOP_LOGGER);
    }

    /**
     * The groups in their order.
     *
     * @throws IllegalArgumentException with all problems
     */
    static List<CompiledGroup> compile(
            Signal signal, List<StatementItem> items, ErrorMode mode, Logger logger) {
        StatementGroups groups = new StatementGroups(signal);
        List<CompiledGroup> compiled = new ArrayList<>();
        for (StatementItem.Group group : grouped(items)) {
            ErrorMode own = group.errorMode() == null ? mode : group.errorMode();
            compiled.add(groups.compile(group, ErrorHandling.of(own, logger)));
        }
        OttlException.throwIfAny(groups.problems);
        return compiled;
    }

    /** A list of plain statements is one group. */
    private static List<StatementItem.Group> grouped(List<StatementItem> items) {
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

    private @Nullable OttlContext context(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        OttlContext context = OttlContext.of(name);
        if (context != null && OttlContext.of(signal).contains(context)) {
            return context;
        }
        String known =
                OttlContext.of(signal).stream()
                        .map(OttlContext::label)
                        .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "unknown context %s (expected: one of %s)".formatted(name, known));
    }

    private static List<Source> sources(List<LocatedText> texts) {
        return texts.stream()
                .map(
                        text ->
                                new Source(
                                        text.text(),
                                        text.source().isEmpty()
                                                ? null
                                                : new Source.Place(
                                                        text.source(), text.line(), text.column())))
                .toList();
    }
}
