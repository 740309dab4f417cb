// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.paths.Paths;
import dev.forager.ottl.paths.Tail;
import dev.forager.ottl.syntax.Node;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tree of one text into closures. Names are resolved, types of constants checked and
 * constant parts folded here, so that nothing is looked up by name when items come.
 *
 * <p>Longer than most files: one short method for each form of the tree.
 */
final class Compilation {
    private final Functions functions;
    private final OttlContext context;

    /** The context was named, not inferred: paths may leave it out. */
    private final boolean named;

    private final InstantSource clock;

    private final List<CompileException> problems = new ArrayList<>();
    private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();
    private int slots;

    Compilation(Functions functions, OttlContext context, boolean named, InstantSource clock) {
        this.functions = functions;
        this.context = context;
        this.named = named;
        this.clock = clock;
    }

    /** What a call is worth; made once. */
    Getter compile(Converter converter) {
        return converter instanceof ClockedConverter clocked
                ? clocked.compile(clock)
                : converter.compile();
    }

    OttlContext context() {
        return context;
    }

    Functions functions() {
        return functions;
    }

    /** Notes a problem beside which others may be found. */
    void note(CompileException problem) {
        problems.add(problem);
    }

    /** All problems, by their place. */
    List<CompileException> problems() {
        problems.sort(Comparator.comparingInt(CompileException::offset));
        return problems;
    }

    // Conditions.

    Condition condition(Node node) throws CompileException {
        return switch (node) {
            case Node.Or or -> BooleanLogic.or(conditions(or.operands()));
            case Node.And and -> BooleanLogic.and(conditions(and.operands()));
            case Node.Not not -> BooleanLogic.not(condition(not.operand()));
            case Node.Bool literal -> new BooleanLogic.Always(literal.value());
            case Node.Compare comparison -> comparison(comparison);
            default -> bool(value(node));
        };
    }

    private Condition comparison(Node.Compare comparison) throws CompileException {
        Condition compiled = Comparisons.compile(this, comparison);
        if (!isLiteral(comparison.left()) || !isLiteral(comparison.right())) {
            return compiled;
        }
        try {
            return new BooleanLogic.Always(compiled.test(NOWHERE));
        } catch (EvaluationException e) {
            return compiled;
        }
    }

    /** Whether it is written as a value; calls of functions are none, whatever they are given. */
    static boolean isLiteral(Node node) {
        return switch (node) {
            case Node.Nil _,
                    Node.Text _,
                    Node.Int _,
                    Node.Decimal _,
                    Node.Bool _,
                    Node.Bytes _,
                    Node.Symbol _ ->
                    true;
            case Node.Negate negation -> isLiteral(negation.operand());
            case Node.Arithmetic math -> isLiteral(math.left()) && isLiteral(math.right());
            case Node.ListOf list -> list.values().stream().allMatch(Compilation::isLiteral);
            case Node.MapOf map ->
                    map.entries().stream().allMatch(entry -> isLiteral(entry.value()));
            case Node.Path _,
                    Node.Call _,
                    Node.FunctionName _,
                    Node.Lambda _,
                    Node.Compare _,
                    Node.Not _,
                    Node.And _,
                    Node.Or _ ->
                    false;
        };
    }

    private Condition[] conditions(List<Node> operands) throws CompileException {
        Condition[] parts = new Condition[operands.size()];
        CompileException failed = null;
        for (int i = 0; i < parts.length; i++) {
            try {
                parts[i] = condition(operands.get(i));
            } catch (CompileException e) {
                if (failed != null) {
                    note(failed);
                }
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return parts;
    }

    private static Condition bool(Getter getter) {
        return cursor -> {
            Object value = getter.get(cursor);
            if (value instanceof Value.Bool flag) {
                return flag.value();
            }
            throw new EvaluationException(
                    "value returned from Converter in constant expression must be bool but got "
                            + OttlValues.typeName(value));
        };
    }

    // Values.

    Getter value(Node node) throws CompileException {
        return switch (node) {
            case Node.Nil _ -> new Constant(null);
            case Node.Text text -> new Constant(Value.of(text.text()));
            case Node.Int number -> new Constant(Value.of(number.value()));
            case Node.Decimal number -> new Constant(Value.of(number.value()));
            case Node.Bool flag -> new Constant(Value.of(flag.value()));
            case Node.Bytes bytes -> new Constant(Value.of(HexFormat.of().parseHex(bytes.hex())));
            case Node.Symbol symbol -> symbol(symbol);
            case Node.ListOf list -> list(list);
            case Node.MapOf map -> map(map);
            case Node.Path path -> path(path);
            case Node.Call call -> converter(call);
            case Node.Negate negation -> {
                Getter operand = value(negation.operand());
                yield folded(cursor -> Mathematics.negate(operand.get(cursor)), operand);
            }
            case Node.Arithmetic math -> {
                Getter left = value(math.left());
                Getter right = value(math.right());
                char operator = math.operator();
                yield folded(
                        cursor ->
                                Mathematics.calculate(
                                        operator, left.get(cursor), right.get(cursor)),
                        left,
                        right);
            }
            case Node.FunctionName name ->
                    throw new CompileException(
                            "\"%s\" is not called (expected: %1$s(...))".formatted(name.name()),
                            name.start());
            case Node.Lambda lambda ->
                    throw new CompileException(
                            "a lambda can only be an argument of a function that takes one",
                            lambda.start());
            case Node.Compare _, Node.Not _, Node.And _, Node.Or _ -> {
                Condition condition = condition(node);
                yield cursor -> Value.of(condition.test(cursor));
            }
        };
    }

    /** Evaluates now what will always be the same; what fails then fails for each item. */
    static Getter folded(Getter getter, Getter... operands) {
        for (Getter operand : operands) {
            if (!(operand instanceof Constant)) {
                return getter;
            }
        }
        try {
            return new Constant(getter.get(NOWHERE));
        } catch (EvaluationException e) {
            return getter;
        }
    }

    /** As {@link #folded}, but no literal to what it is given to, so nothing is refused at load. */
    private static Getter calculated(Getter getter) {
        return folded(getter) instanceof Constant(Object value) ? _ -> value : getter;
    }

    /** Constant expressions never look at it. */
    static final Cursor NOWHERE = new Cursor(dev.forager.pdata.Logs.create());

    private Getter symbol(Node.Symbol symbol) throws CompileException {
        Long number = Symbols.of(context).get(symbol.name());
        if (number == null) {
            throw new CompileException(
                    "enum symbol not provided: %s is not known in the context \"%s\"%s"
                            .formatted(
                                    symbol.name(),
                                    context.label(),
                                    NearestName.hint(symbol.name(), Symbols.of(context).keySet())),
                    symbol.start());
        }
        return new Constant(Value.of(number.longValue()));
    }

    private Getter list(Node.ListOf list) throws CompileException {
        Getter[] elements = new Getter[list.values().size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = value(list.values().get(i));
        }
        return folded(cursor -> evaluate(elements, cursor), elements);
    }

    private static Object evaluate(Getter[] elements, Cursor cursor) throws EvaluationException {
        List<@Nullable Object> objects = new ArrayList<>(elements.length);
        List<Value> values = new ArrayList<>(elements.length);
        for (Getter element : elements) {
            Object value = element.get(cursor);
            objects.add(value);
            if (value == null || value instanceof Value) {
                values.add(OttlValues.toValue(value));
            }
        }
        // Times and ids cannot stand in an array of pdata; functions still take them.
        return values.size() == objects.size() ? Value.Arr.of(values) : objects;
    }

    private Getter map(Node.MapOf map) throws CompileException {
        Map<String, Getter> entries = new java.util.LinkedHashMap<>();
        for (Node.Entry entry : map.entries()) {
            entries.put(entry.key(), value(entry.value()));
        }
        return folded(
                cursor -> {
                    List<KeyValue> pairs = new ArrayList<>(entries.size());
                    for (Map.Entry<String, Getter> entry : entries.entrySet()) {
                        Value value = OttlValues.toElement(entry.getValue().get(cursor));
                        pairs.add(KeyValue.of(entry.getKey(), value));
                    }
                    return Value.MapV.of(pairs);
                },
                entries.values().toArray(Getter[]::new));
    }

    private Getter converter(Node.Call call) throws CompileException {
        OttlFunction function = Arguments.bind(this, call);
        if (!(function instanceof Converter converter)) {
            throw new CompileException(
                    "\"%s\" makes no value".formatted(call.name()), call.start());
        }
        Getter getter = compile(call, () -> compile(converter));
        if (Arguments.isConstant(functions, call, this)) {
            getter = calculated(getter);
        }
        if (call.keys().isEmpty()) {
            return getter;
        }
        List<Key> keys = keys(call.keys());
        Getter indexed = getter;
        return cursor -> Indexing.require(indexed.get(cursor), keys, cursor);
    }

    Action editor(Node.Call call) throws CompileException {
        OttlFunction function = Arguments.bind(this, call);
        if (!(function instanceof Editor editor)) {
            throw new CompileException("\"%s\" is no editor".formatted(call.name()), call.start());
        }
        return compile(call, editor::compile);
    }

    private static <T> T compile(Node.Call call, java.util.function.Supplier<T> compile)
            throws CompileException {
        try {
            return compile.get();
        } catch (IllegalArgumentException e) {
            throw Arguments.refused(call, e);
        }
    }

    // Paths.

    /** The parameter of a lambda that the path names, or the path itself. */
    Getter path(Node.Path path) throws CompileException {
        Node.Field first = path.fields().getFirst();
        Integer slot = slot(first.name());
        if (slot == null) {
            return target(path);
        }
        if (path.fields().size() > 1) {
            throw new CompileException(
                    "local identifier \"%s\" cannot use \".\" to access nested fields"
                            .formatted(path.text()),
                    path.fields().get(1).start());
        }
        List<Key> keys = keys(first.keys());
        int local = slot;
        return keys.isEmpty()
                ? cursor -> cursor.local(local)
                : cursor -> Indexing.require(cursor.local(local), keys, cursor);
    }

    private @Nullable Integer slot(String name) {
        for (Map<String, Integer> scope : scopes) {
            Integer slot = scope.get(name);
            if (slot != null) {
                return slot;
            }
        }
        return null;
    }

    Target target(Node.Path path) throws CompileException {
        String prefix = Hints.prefix(path);
        if (prefix != null && context.pathPrefixes().contains(prefix)) {
            return resolve(prefix, path, 1);
        }
        if (named) {
            return resolve(context.label(), path, 0);
        }
        OttlContext other = prefix == null ? null : OttlContext.of(prefix);
        List<String> prefixes = context.pathPrefixes();
        if (prefix != null && (other != null || !Paths.knows(context, prefix))) {
            throw new CompileException(
                    "context \"%s\" from path \"%s\" is not valid, it must be replaced by one of: %s"
                            .formatted(prefix, path.text(), quoted(prefixes, "")),
                    path.start());
        }
        throw new CompileException(
                "missing context name for path \"%s\", possibly valid options are: %s"
                        .formatted(path.text(), quoted(prefixes, "." + path.text())),
                path.start());
    }

    private static String quoted(List<String> names, String suffix) {
        return names.stream()
                .map(name -> '"' + name + suffix + '"')
                .collect(Collectors.joining(", "));
    }

    private Target resolve(String prefix, Node.Path path, int from) throws CompileException {
        List<Tail.Segment> segments = new ArrayList<>();
        for (Node.Field field : path.fields().subList(from, path.fields().size())) {
            segments.add(new Tail.Segment(field.name(), keys(field.keys()), field.start()));
        }
        Tail tail = new Tail(prefix, path.text(), segments);
        if (prefix.equals("otelcol")) {
            return Paths.resolveRequest(tail);
        }
        OttlContext owner = OttlContext.of(prefix);
        if (owner == context && segments.getFirst().name().equals("cache")) {
            return Paths.cache(tail);
        }
        return Paths.resolve(owner == null ? context : owner, tail);
    }

    List<Key> keys(List<Node> nodes) throws CompileException {
        List<Key> keys = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            Getter getter = value(node);
            boolean literal = node instanceof Node.Text || node instanceof Node.Int;
            keys.add(
                    new Key(
                            getter,
                            literal && getter instanceof Constant constant
                                    ? (Value) constant.value()
                                    : null));
        }
        return List.copyOf(keys);
    }

    // Lambdas.

    Lambda lambda(Node.Lambda lambda) throws CompileException {
        Map<String, Integer> scope = new HashMap<>();
        int[] places = new int[lambda.parameters().size()];
        for (int i = 0; i < places.length; i++) {
            Node.Field parameter = lambda.parameters().get(i);
            places[i] = -1;
            if (!parameter.name().equals("_")) {
                places[i] = slots++;
                if (scope.put(parameter.name(), places[i]) != null) {
                    throw new CompileException(
                            "duplicate local identifier \"%s\"".formatted(parameter.name()),
                            parameter.start());
                }
            }
        }
        scopes.push(scope);
        try {
            return new Lambda(places, value(lambda.body()));
        } finally {
            scopes.pop();
        }
    }
}
