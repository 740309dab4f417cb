// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Offers telemetry to its routes in order, and hands to each target all that its routes took as one
 * request. Thread-safe; holds nothing.
 *
 * <p>A request of which a route takes all goes on as the live handle; only one that is divided is
 * encoded. What is left without items, or came without any, goes on with nobody once a route of
 * items that moves has looked at it, as in the Go collector. A target that fails does not keep
 * others from theirs.
 */
final class RoutingConnector implements Connector {
    private final List<Route> routes;
    private final Route.@Nullable Target defaultTarget;

    RoutingConnector(List<Route> routes, Route.@Nullable Target defaultTarget) {
        this.routes = List.copyOf(routes);
        this.defaultTarget = defaultTarget;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Map<Route.Target, List<Telemetry>> groups = new LinkedHashMap<>();
        Telemetry rest;
        try {
            rest = divide(telemetry, context, groups);
        } catch (EvaluationException e) {
            // Nothing says that it is for good: the Go collector answers that one may try again.
            throw new Retryable(String.valueOf(e.getMessage()));
        }
        if (rest != null && defaultTarget != null && !rest.resources().isEmpty()) {
            add(groups, defaultTarget, rest);
        }
        send(groups, context);
    }

    /** What no route took; null when nothing is left. */
    private @Nullable Telemetry divide(
            Telemetry telemetry, Context context, Map<Route.Target, List<Telemetry>> groups)
            throws EvaluationException {
        Telemetry rest = telemetry;
        for (Route route : routes) {
            rest =
                    switch (route) {
                        case Route.ByRequest it ->
                                it.takes(context) ? takeAll(it, rest, groups) : rest;
                        case Route.ByItem it -> take(it, rest, context, groups);
                    };
            if (rest == null) {
                return null;
            }
        }
        return rest;
    }

    private static @Nullable Telemetry takeAll(
            Route route, Telemetry rest, Map<Route.Target, List<Telemetry>> groups) {
        if (route.moves()) {
            add(groups, route.target(), rest);
            return null;
        }
        Payload payload = rest.seal();
        add(groups, route.target(), payload.open());
        return payload.open();
    }

    private static @Nullable Telemetry take(
            Route.ByItem route,
            Telemetry rest,
            Context context,
            Map<Route.Target, List<Telemetry>> groups)
            throws EvaluationException {
        Route.Taken taken = route.ask(rest, context);
        boolean isFull = route.walk().isFull(rest);
        if (taken.isNone() && (isFull || !route.moves())) {
            return rest;
        }
        if (taken.isAll() && isFull) {
            return takeAll(route, rest, groups);
        }
        Payload payload = rest.seal();
        Telemetry part = payload.open();
        taken.keepTaken(part, route);
        if (!part.resources().isEmpty()) {
            add(groups, route.target(), part);
        }
        Telemetry left = payload.open();
        if (route.moves()) {
            taken.removeTaken(left, route);
        }
        return left;
    }

    private static void add(
            Map<Route.Target, List<Telemetry>> groups, Route.Target target, Telemetry part) {
        groups.computeIfAbsent(target, key -> new ArrayList<>()).add(part);
    }

    private static void send(Map<Route.Target, List<Telemetry>> groups, Context context)
            throws ConsumeException {
        ConsumeException failure = null;
        for (Map.Entry<Route.Target, List<Telemetry>> each : groups.entrySet()) {
            try {
                each.getKey().consumer().consume(joined(each.getValue()), context);
            } catch (ConsumeException e) {
                failure = worse(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Telemetry joined(List<Telemetry> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : Payload.concat(parts.stream().map(Telemetry::seal).toList()).open();
    }

    /** As a fan-out: one permanent failure makes all of it permanent, else the longest delay. */
    private static ConsumeException worse(@Nullable ConsumeException first, ConsumeException next) {
        return switch (first) {
            case null -> next;
            case Permanent permanent -> permanent;
            case Retryable early ->
                    switch (next) {
                        case Permanent permanent -> permanent;
                        case Retryable late ->
                                late.retryAfter().compareTo(early.retryAfter()) > 0 ? late : early;
                    };
        };
    }
}
