// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a parsed text names: by this its context is inferred. */
final class Hints {
    /** Paths that name no parameter of a lambda. */
    final List<Node.Path> paths = new ArrayList<>();

    final Set<String> functions = new LinkedHashSet<>();
    final Set<String> symbols = new LinkedHashSet<>();
    private final Deque<Node.Lambda> scopes = new ArrayDeque<>();

    void add(@Nullable Node node) {
        switch (node) {
            case null -> {}
            case Node.Path path -> path(path);
            case Node.Call call -> {
                functions.add(call.name());
                call.arguments().forEach(argument -> add(argument.value()));
                call.keys().forEach(this::add);
            }
            case Node.Symbol symbol -> symbols.add(symbol.name());
            case Node.ListOf list -> list.values().forEach(this::add);
            case Node.MapOf map -> map.entries().forEach(entry -> add(entry.value()));
            case Node.Lambda lambda -> {
                scopes.push(lambda);
                add(lambda.body());
                scopes.pop();
            }
            case Node.Negate negation -> add(negation.operand());
            case Node.Arithmetic math -> {
                add(math.left());
                add(math.right());
            }
            case Node.Compare comparison -> {
                add(comparison.left());
                add(comparison.right());
            }
            case Node.Not not -> add(not.operand());
            case Node.And and -> and.operands().forEach(this::add);
            case Node.Or or -> or.operands().forEach(this::add);
            case Node.FunctionName _ -> {}
            case Node.Nil _, Node.Text _, Node.Int _, Node.Decimal _ -> {}
            case Node.Bool _, Node.Bytes _ -> {}
        }
    }

    private void path(Node.Path path) {
        String first = path.fields().getFirst().name();
        boolean local =
                scopes.stream()
                        .flatMap(lambda -> lambda.parameters().stream())
                        .anyMatch(parameter -> parameter.name().equals(first));
        if (!local) {
            paths.add(path);
        }
        for (Node.Field field : path.fields()) {
            field.keys().forEach(this::add);
        }
    }

    /** What a path's first segment would name as a context; null for a path of one segment. */
    static @Nullable String prefix(Node.Path path) {
        Node.Field first = path.fields().getFirst();
        return path.fields().size() > 1 && first.keys().isEmpty() ? first.name() : null;
    }
}
