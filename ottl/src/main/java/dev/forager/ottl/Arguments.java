// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node;
import dev.forager.ottl.syntax.Parser;
import dev.forager.ottl.syntax.SyntaxException;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a call against its function's declaration, and makes the record that holds its arguments.
 */
final class Arguments {
    private final Compilation compilation;
    private final Node.Call call;
    private final FunctionInfo function;

    private Arguments(Compilation compilation, Node.Call call, FunctionInfo function) {
        this.compilation = compilation;
        this.call = call;
        this.function = function;
    }

    static OttlFunction bind(Compilation compilation, Node.Call call) throws CompileException {
        FunctionInfo function = compilation.functions().get(call.name());
        if (function == null || !function.contexts().contains(compilation.context())) {
            throw new CompileException(
                    "undefined function \"%s\"%s"
                            .formatted(call.name(), hint(compilation, call.name())),
                    call.start());
        }
        return new Arguments(compilation, call, function).bind();
    }

    private static String hint(Compilation compilation, String name) {
        return compilation.functions().get(name) != null
                ? " in the context \"" + compilation.context().label() + '"'
                : NearestName.hint(name, compilation.functions().names());
    }

    /** Whether the function is pure and all its arguments are constant. */
    static boolean isConstant(Functions functions, Node.Call call, Compilation compilation) {
        FunctionInfo function = functions.get(call.name());
        return function != null
                && function.isPure()
                && call.arguments().stream()
                        .allMatch(argument -> isConstant(functions, argument.value(), compilation));
    }

    private static boolean isConstant(Functions functions, Node node, Compilation compilation) {
        return switch (node) {
            case Node.Nil _, Node.Text _, Node.Int _, Node.Decimal _ -> true;
            case Node.Bool _, Node.Bytes _, Node.Symbol _, Node.FunctionName _ -> true;
            case Node.ListOf list ->
                    list.values().stream()
                            .allMatch(value -> isConstant(functions, value, compilation));
            case Node.MapOf map ->
                    map.entries().stream()
                            .allMatch(entry -> isConstant(functions, entry.value(), compilation));
            case Node.Call inner -> isConstant(functions, inner, compilation);
            case Node.Negate negation -> isConstant(functions, negation.operand(), compilation);
            case Node.Arithmetic math ->
                    isConstant(functions, math.left(), compilation)
                            && isConstant(functions, math.right(), compilation);
            case Node.Path _, Node.Lambda _ -> false;
            case Node.Compare _, Node.Not _, Node.And _, Node.Or _ -> false;
        };
    }

    /** What is given to a function without parameters is not looked at, as in the Go collector. */
    private OttlFunction bind() throws CompileException {
        List<ParameterInfo> parameters = function.parameters();
        List<Node.Argument> given = parameters.isEmpty() ? List.of() : call.arguments();
        checkOrder(given);
        if (given.size() < function.required() || given.size() > parameters.size()) {
            throw fail(
                    "incorrect number of arguments. Expected: %d Received: %d"
                            .formatted(parameters.size(), given.size()),
                    call.nameEnd());
        }
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        boolean[] set = new boolean[values.length];
        List<CompileException> problems = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            try {
                bind(given.get(i), i, values, set);
            } catch (CompileException e) {
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            problems.subList(1, problems.size()).forEach(compilation::note);
            throw problems.getFirst();
        }
        for (int i = 0; i < values.length; i++) {
            if (!set[i]) {
                values[i] = leftOut(parameters.get(i));
            }
        }
        try {
            return function.call(values);
        } catch (IllegalArgumentException e) {
            throw refused(call, e);
        }
    }

    static CompileException refused(Node.Call call, IllegalArgumentException cause) {
        String why = String.valueOf(cause.getMessage());
        String culprit = why.startsWith(call.name() + ":") ? "" : call.name() + ": ";
        return new CompileException("couldn't create function: " + culprit + why, call.start());
    }

    private void checkOrder(List<Node.Argument> given) throws CompileException {
        boolean named = false;
        for (Node.Argument argument : given) {
            if (named && argument.name() == null) {
                throw fail("unnamed argument used after named argument", argument.start());
            }
            named |= argument.name() != null;
        }
    }

    private CompileException fail(String message, int offset) {
        return new CompileException(
                "error while parsing arguments for call to \"%s\": %s (expected: %s)"
                        .formatted(call.name(), message, function.signature()),
                offset);
    }

    private void bind(
            Node.Argument argument, int position, @Nullable Object[] values, boolean[] set)
            throws CompileException {
        int index = argument.name() == null ? position : function.indexOf(argument.name());
        if (index < 0) {
            throw fail("no such parameter: " + argument.name(), argument.start());
        }
        if (set[index]) {
            throw fail("parameter given twice: " + argument.name(), argument.start());
        }
        set[index] = true;
        ParameterInfo parameter = function.parameters().get(index);
        try {
            values[index] = value(parameter, parameter.kind(), argument.value());
        } catch (EvaluationException | IllegalArgumentException e) {
            throw fail(
                    "invalid argument at position %d: %s".formatted(position, e.getMessage()),
                    argument.value().start());
        }
    }

    private @Nullable Object leftOut(ParameterInfo parameter) throws CompileException {
        String text = parameter.defaultText();
        if (text == null) {
            return null;
        }
        try {
            return value(parameter, parameter.kind(), Parser.value(text));
        } catch (SyntaxException | EvaluationException e) {
            throw new IllegalStateException(
                    "%s: default of %s: %s"
                            .formatted(function.name(), parameter.name(), e.getMessage()),
                    e);
        }
    }

    private Object value(ParameterInfo parameter, ParameterKind kind, Node node)
            throws CompileException, EvaluationException {
        return switch (kind) {
            case ANY -> compilation.value(node);
            case STRING -> new StringGetter(checked(node, StringGetter::of));
            case INT -> new IntGetter(checked(node, IntGetter::of));
            case FLOAT -> new FloatGetter(checked(node, FloatGetter::of));
            case BOOL -> new BoolGetter(checked(node, BoolGetter::of));
            case STRING_LIKE -> new StringLikeGetter(converted(node, OttlValues::toText));
            case INT_LIKE -> new IntLikeGetter(converted(node, v -> boxed(IntLikeGetter.of(v))));
            case FLOAT_LIKE ->
                    new FloatLikeGetter(converted(node, v -> boxed(FloatLikeGetter.of(v))));
            case BOOL_LIKE -> new BoolLikeGetter(converted(node, v -> boxed(BoolLikeGetter.of(v))));
            case BYTES_LIKE -> new BytesLikeGetter(checked(node, BytesLikeGetter::of));
            case MAP -> new MapGetter(checked(node, MapGetter::of));
            case SLICE -> new SliceGetter(checked(node, SliceGetter::of));
            case TIME -> new TimeGetter(checked(node, TimeGetter::of));
            case DURATION -> new DurationGetter(checked(node, DurationGetter::of));
            case REGEX ->
                    new RegexGetter(call.name(), new StringGetter(checked(node, StringGetter::of)));
            case PATH -> path(node);
            case MAP_PATH -> new MapTarget(path(node));
            case SLICE_PATH -> new SliceTarget(path(node));
            case STRING_LITERAL -> literal(node, "must be a string", Node.Text.class).text();
            case INT_LITERAL -> literal(node, "must be an int", Node.Int.class).value();
            case FLOAT_LITERAL -> literal(node, "must be a float", Node.Decimal.class).value();
            case BOOL_LITERAL -> literal(node, "must be a bool", Node.Bool.class).value();
            case CHOICE -> choice(parameter, node);
            case FUNCTION -> function(node);
            case LAMBDA ->
                    compilation.lambda(
                            literal(node, "must be a lambda expression", Node.Lambda.class));
            case LIST_OF -> list(parameter, node);
        };
    }

    private static @Nullable Object boxed(@Nullable Object number) {
        return switch (number) {
            case Long value -> Value.of(value);
            case Double value -> Value.of(value);
            case Boolean value -> Value.of(value);
            case null, default -> null;
        };
    }

    /** Checks or converts a value. */
    @FunctionalInterface
    private interface Check {
        @Nullable Object apply(@Nullable Object value) throws EvaluationException;
    }

    /**
     * A literal of the wrong type is found at load; what functions and calculations make of
     * literals fails items.
     */
    private Getter checked(Node node, Check check) throws CompileException, EvaluationException {
        Getter getter = compilation.value(node);
        apply(node, getter, check);
        return getter;
    }

    /** A constant is converted once. */
    private Getter converted(Node node, Check convert)
            throws CompileException, EvaluationException {
        Getter getter = compilation.value(node);
        Constant converted = apply(node, getter, convert);
        return converted == null ? getter : converted;
    }

    /** Null for what is no constant, or fails although it is no literal. */
    private static @Nullable Constant apply(Node node, Getter getter, Check check)
            throws EvaluationException {
        if (!(getter instanceof Constant constant)) {
            return null;
        }
        try {
            return new Constant(check.apply(constant.value()));
        } catch (EvaluationException e) {
            boolean isCalculated = node instanceof Node.Arithmetic || node instanceof Node.Negate;
            if (Compilation.isLiteral(node) && !isCalculated) {
                throw e;
            }
            return null;
        }
    }

    private Target path(Node node) throws CompileException, EvaluationException {
        Node.Path path = literal(node, "must be a path", Node.Path.class);
        if (compilation.path(path) instanceof Target target) {
            return target;
        }
        throw new EvaluationException(
                "local identifier \"%s\" cannot be set".formatted(path.text()));
    }

    private static <T extends Node> T literal(Node node, String complaint, Class<T> type)
            throws EvaluationException {
        if (!type.isInstance(node)) {
            throw new EvaluationException(complaint);
        }
        return type.cast(node);
    }

    private Object choice(ParameterInfo parameter, Node node) throws EvaluationException {
        String text = literal(node, "must be a string", Node.Text.class).text();
        for (Object constant : parameter.type().getEnumConstants()) {
            if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new EvaluationException(
                "invalid value for %s, %s, must be %s%s"
                        .formatted(
                                parameter.name(),
                                text,
                                parameter.choices().stream()
                                        .map(choice -> "'" + choice + "'")
                                        .collect(Collectors.joining(" or ")),
                                NearestName.hint(text, parameter.choices())));
    }

    /** A name all in capitals looks like an enum. */
    private FunctionRef function(Node node) throws EvaluationException {
        String name =
                switch (node) {
                    case Node.FunctionName written -> written.name();
                    case Node.Symbol symbol -> symbol.name();
                    default -> throw new EvaluationException("invalid function name given");
                };
        FunctionInfo target = compilation.functions().get(name);
        if (target == null) {
            throw new EvaluationException(
                    "undefined function %s%s"
                            .formatted(
                                    name, NearestName.hint(name, compilation.functions().names())));
        }
        return new FunctionRef(name, argument -> callOn(target, argument));
    }

    private Getter callOn(FunctionInfo target, Getter argument) {
        if (target.parameters().isEmpty() || target.required() > 1) {
            throw new IllegalArgumentException(
                    "incorrect number of arguments. Expected: %d Received: 1"
                            .formatted(target.parameters().size()));
        }
        @Nullable Object[] values = new @Nullable Object[target.parameters().size()];
        values[0] = typed(target, target.parameters().getFirst().kind(), argument);
        try {
            for (int i = 1; i < values.length; i++) {
                values[i] = leftOut(target.parameters().get(i));
            }
        } catch (CompileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (target.call(values) instanceof Converter converter) {
            return compilation.compile(converter);
        }
        throw new IllegalArgumentException("\"%s\" makes no value".formatted(target.name()));
    }

    private static Object typed(FunctionInfo target, ParameterKind kind, Getter argument) {
        return switch (kind) {
            case ANY -> argument;
            case STRING -> new StringGetter(argument);
            case STRING_LIKE -> new StringLikeGetter(argument);
            case INT_LIKE -> new IntLikeGetter(argument);
            case FLOAT_LIKE -> new FloatLikeGetter(argument);
            case BOOL_LIKE -> new BoolLikeGetter(argument);
            case BYTES_LIKE -> new BytesLikeGetter(argument);
            default ->
                    throw new IllegalArgumentException(
                            "\"%s\" does not take a string".formatted(target.name()));
        };
    }

    private List<Object> list(ParameterInfo parameter, Node node)
            throws CompileException, EvaluationException {
        ParameterKind kind = ParameterKind.of(parameter.type());
        Node.ListOf list =
                literal(node, "must be a list of type " + kind.label(), Node.ListOf.class);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.values().size(); i++) {
            try {
                values.add(value(parameter, kind, list.values().get(i)));
            } catch (EvaluationException e) {
                throw new EvaluationException(
                        "error while parsing list argument at index %d: %s"
                                .formatted(i, e.getMessage()));
            }
        }
        return List.copyOf(values);
    }
}
