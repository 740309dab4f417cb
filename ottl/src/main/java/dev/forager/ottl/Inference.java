// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the context that a group of texts runs in: the most specific that a path names, or a lower
 * one if that lacks a function or an enum.
 */
final class Inference {
    private final Functions functions;
    private final Set<OttlContext> contexts;

    Inference(Functions functions, Set<OttlContext> contexts) {
        this.functions = functions;
        this.contexts = contexts;
    }

    /**
     * What was inferred.
     *
     * @param context null if nothing was
     * @param problem why not
     */
    record Result(@Nullable OttlContext context, @Nullable String problem) {}

    Result infer(Hints hints, String what) {
        OttlContext best = null;
        String unknown = null;
        for (Node.Path path : hints.paths) {
            String prefix = Hints.prefix(path);
            OttlContext named = prefix == null ? null : OttlContext.of(prefix);
            if (named != null && contexts.contains(named)) {
                best = best == null || priority(named) < priority(best) ? named : best;
            } else if (prefix != null && unknown == null && !prefix.equals("otelcol")) {
                unknown = prefix;
            }
        }
        if (best == null) {
            return new Result(null, noContext(unknown, what));
        }
        return supported(best, hints);
    }

    private String noContext(@Nullable String unknown, String what) {
        String known =
                OttlContext.PRIORITY.stream()
                        .filter(contexts::contains)
                        .map(context -> '"' + context.label() + '"')
                        .collect(Collectors.joining(", "));
        return unknown == null
                ? "unable to infer context from %s, path's first segment must be a valid context name: %s"
                        .formatted(what, known)
                : "context \"%s\" inferred from the %s is not a supported context: %s%s"
                        .formatted(
                                unknown,
                                what,
                                known,
                                NearestName.hint(
                                        unknown,
                                        contexts.stream().map(OttlContext::label).toList()));
    }

    private static int priority(OttlContext context) {
        return OttlContext.PRIORITY.indexOf(context);
    }

    private Result supported(OttlContext named, Hints hints) {
        String problem = unsupported(named, hints);
        if (problem == null) {
            return new Result(named, null);
        }
        List<OttlContext> lower =
                OttlContext.PRIORITY.stream()
                        .filter(contexts::contains)
                        .filter(context -> context != named && context.sees(named))
                        .toList();
        for (OttlContext candidate : lower) {
            if (unsupported(candidate, hints) == null) {
                return new Result(candidate, null);
            }
        }
        return new Result(null, problem);
    }

    /** What the context lacks. A function or symbol that no context knows is reported later. */
    private @Nullable String unsupported(OttlContext context, Hints hints) {
        for (String name : hints.functions) {
            FunctionInfo function = functions.get(name);
            if (function != null && !function.contexts().contains(context)) {
                return "inferred context \"%s\" does not support the function \"%s\""
                        .formatted(context.label(), name);
            }
        }
        for (String symbol : hints.symbols) {
            boolean known =
                    Symbols.of(context).containsKey(symbol) || functions.get(symbol) != null;
            if (!known && contexts.stream().anyMatch(c -> Symbols.of(c).containsKey(symbol))) {
                return "inferred context \"%s\" does not support the enum symbol \"%s\""
                        .formatted(context.label(), symbol);
            }
        }
        return null;
    }
}
