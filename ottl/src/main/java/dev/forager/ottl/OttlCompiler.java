// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node;
import dev.forager.ottl.syntax.Parser;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.ottl.syntax.SyntaxException;
import dev.forager.pdata.Signal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles OTTL for the contexts and functions of a component. Immutable. Problems are gathered,
 * not thrown, so that a component can report those of its whole configuration at once:
 *
 * <pre>{@code
 * List<OttlProblem> problems = new ArrayList<>();
 * StatementSequence rename = compiler.statements(sources, List.of(), null, errors, problems);
 * OttlException.throwIfAny(problems);
 * rename.run(logs);
 * }</pre>
 */
public final class OttlCompiler {
    private final Functions functions;
    private final Set<OttlContext> contexts;
    private final InstantSource clock;

    /** A compiler for these contexts, by the system's clock. */
    public OttlCompiler(Functions functions, Set<OttlContext> contexts) {
        this(functions, contexts, InstantSource.system());
    }

    private OttlCompiler(Functions functions, Set<OttlContext> contexts, InstantSource clock) {
        this.functions = functions;
        this.contexts = EnumSet.copyOf(contexts);
        this.clock = clock;
    }

    /** The same, with a clock for functions such as {@code Now()}. */
    public OttlCompiler clock(InstantSource source) {
        return new OttlCompiler(functions, contexts, source);
    }

    /** A compiler for all contexts of a signal. */
    public static OttlCompiler of(Functions functions, Signal signal) {
        return new OttlCompiler(functions, OttlContext.of(signal));
    }

    /** The functions it knows. */
    public Functions functions() {
        return functions;
    }

    /**
     * Compiles a group of statements.
     *
     * @param conditions of which one must hold for the statements to run; none means always
     * @param context what they run on; null to infer it from all of them
     * @param problems gathers what is wrong; if it grew, the answer holds only what was right
     */
    public StatementSequence statements(
            List<Source> statements,
            List<Source> conditions,
            @Nullable OttlContext context,
            ErrorHandling errors,
            List<OttlProblem> problems) {
        Parsed<Parser.Statement> parsed =
                parse("statement", statements, Parser::statement, problems);
        Parsed<Node> where = parse("condition", conditions, Parser::condition, problems);
        Hints hints = new Hints();
        for (Parser.Statement statement : parsed.trees) {
            hints.add(statement.editor());
            hints.add(statement.where());
        }
        where.trees.forEach(hints::add);
        OttlContext target =
                infer(context, hints, "statements and conditions", statements, problems);
        boolean named = context != null;
        List<Statement> compiled =
                target == null
                        ? List.of()
                        : compile("statement", parsed, target, named, problems, this::statement);
        List<CompiledCondition> tests =
                target == null
                        ? List.of()
                        : compile("condition", where, target, named, problems, this::condition);
        OttlContext runsOn = target == null ? OttlContext.RESOURCE : target;
        return new StatementSequence(
                runsOn, compiled, new ConditionSequence(runsOn, tests, errors), errors);
    }

    /**
     * Compiles conditions of which one must hold.
     *
     * @param context what they look at; null to infer it from all of them
     * @param problems gathers what is wrong; if it grew, the answer holds only what was right
     */
    public ConditionSequence conditions(
            List<Source> conditions,
            @Nullable OttlContext context,
            ErrorHandling errors,
            List<OttlProblem> problems) {
        Parsed<Node> parsed = parse("condition", conditions, Parser::condition, problems);
        Hints hints = new Hints();
        parsed.trees.forEach(hints::add);
        OttlContext target = infer(context, hints, "conditions", conditions, problems);
        if (target == null) {
            return new ConditionSequence(OttlContext.RESOURCE, List.of(), errors);
        }
        return new ConditionSequence(
                target,
                compile("condition", parsed, target, context != null, problems, this::condition),
                errors);
    }

    /**
     * Compiles an expression that is worth a value; null if something is wrong.
     *
     * @param context what it looks at; null to infer it
     */
    public @Nullable ValueExpression value(
            Source source, @Nullable OttlContext context, List<OttlProblem> problems) {
        List<Source> sources = List.of(source);
        Parsed<Node> parsed = parse("expression", sources, Parser::value, problems);
        Hints hints = new Hints();
        parsed.trees.forEach(hints::add);
        OttlContext target = infer(context, hints, "value expressions", sources, problems);
        if (target == null || parsed.trees.isEmpty()) {
            return null;
        }
        List<ValueExpression> compiled =
                compile(
                        "value expression",
                        parsed,
                        target,
                        context != null,
                        problems,
                        (text, tree, compilation) ->
                                new ValueExpression(target, text, compilation.value(tree)));
        return compiled.isEmpty() ? null : compiled.getFirst();
    }

    /** Texts that parsed, and where they came from. */
    private record Parsed<T>(List<Source> sources, List<T> trees) {}

    @FunctionalInterface
    private interface Grammar<T> {
        T parse(String text) throws SyntaxException;
    }

    private static <T> Parsed<T> parse(
            String kind, List<Source> sources, Grammar<T> grammar, List<OttlProblem> problems) {
        Parsed<T> parsed = new Parsed<>(new ArrayList<>(), new ArrayList<>());
        for (Source source : sources) {
            try {
                parsed.trees.add(grammar.parse(source.text()));
                parsed.sources.add(source);
            } catch (SyntaxException e) {
                String cause = String.valueOf(e.getMessage());
                OttlProblem place = new OttlProblem(cause, source, e.offset());
                String text =
                        e.isGrammatical()
                                ? "%s has invalid syntax: %d:%d: %s"
                                        .formatted(kind, place.line(), place.column(), cause)
                                : cause;
                problems.add(problem(kind, source, text, e.offset()));
            }
        }
        return parsed;
    }

    private static OttlProblem problem(String kind, Source source, String cause, int offset) {
        return new OttlProblem(
                "unable to parse OTTL %s %s: %s"
                        .formatted(kind, Quoting.quote(source.text()), cause),
                source,
                offset);
    }

    private @Nullable OttlContext infer(
            @Nullable OttlContext context,
            Hints hints,
            String what,
            List<Source> sources,
            List<OttlProblem> problems) {
        if (context != null) {
            return context;
        }
        if (hints.functions.isEmpty() && hints.paths.isEmpty() && !problems.isEmpty()) {
            return null;
        }
        Inference.Result result = new Inference(functions, contexts).infer(hints, what);
        if (result.problem() != null) {
            Source first = sources.isEmpty() ? Source.of("") : sources.getFirst();
            problems.add(new OttlProblem(result.problem(), first, sources.isEmpty() ? -1 : 0));
        }
        return result.context();
    }

    @FunctionalInterface
    private interface Step<T, R> {
        R apply(String text, T tree, Compilation compilation) throws CompileException;
    }

    private <T, R> List<R> compile(
            String kind,
            Parsed<T> parsed,
            OttlContext context,
            boolean named,
            List<OttlProblem> problems,
            Step<T, R> step) {
        List<R> compiled = new ArrayList<>();
        for (int i = 0; i < parsed.trees.size(); i++) {
            Source source = parsed.sources.get(i);
            Compilation compilation = new Compilation(functions, context, named, clock);
            try {
                compiled.add(step.apply(source.text(), parsed.trees.get(i), compilation));
            } catch (CompileException e) {
                compilation.note(e);
            }
            for (CompileException problem : compilation.problems()) {
                problems.add(problem(kind, source, problem.text(), problem.offset()));
            }
        }
        return compiled;
    }

    private Statement statement(String text, Parser.Statement tree, Compilation compilation)
            throws CompileException {
        Action action = null;
        try {
            action = compilation.editor(tree.editor());
        } catch (CompileException e) {
            compilation.note(e);
        }
        Condition where = tree.where() == null ? null : compilation.condition(tree.where());
        return new Statement(text, action == null ? cursor -> {} : action, where);
    }

    private CompiledCondition condition(String text, Node tree, Compilation compilation)
            throws CompileException {
        return new CompiledCondition(text, compilation.condition(tree));
    }
}
