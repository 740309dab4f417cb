// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.connectors.routing.RoutingConnectorConfig.RouteConfig;
import dev.forager.ottl.Action;
import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.StatementSequence;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.StatementFailures;
import dev.forager.pipeline.config.LocatedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the routes of one instance. Used once, when it is made. */
final class RoutingTable {
    private final RoutingConnectorConfig config;
    private final ConnectorSettings settings;
    private final Consumers next;
    private final OttlCompiler compiler;
    private final ErrorHandling errors;
    private final FailedStatements failures;
    private final Map<List<PipelineId>, Route.Target> targets = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<OttlProblem> problems = new ArrayList<>();

    RoutingTable(RoutingConnectorConfig config, ConnectorSettings settings, Consumers next) {
        this.config = config;
        this.settings = settings;
        this.next = next;
        compiler =
                OttlCompiler.of(
                                Functions.standard().with(() -> List.of(Named.Route.class)),
                                settings.from())
                        .clock(settings.clock());
        var counter = StatementFailures.of(settings);
        errors = ErrorHandling.of(config.errorMode(), settings.logger()).countedBy(counter);
        failures = new FailedStatements(config.errorMode(), settings.logger(), counter);
    }

    /** The function is called {@code route}, so its record must be. */
    private static final class Named {
        @Doc("Takes the item.")
        record Route() implements Editor {
            @Override
            public Action compile() {
                return cursor -> {};
            }
        }
    }

    /**
     * The connector.
     *
     * @throws OttlException with all that cannot be compiled, and all pipelines that are not fed
     */
    RoutingConnector connector() {
        List<Route> routes = routes();
        Route.Target rest =
                config.defaultPipelines().isEmpty() ? null : target(config.defaultPipelines());
        OttlException.throwIfAny(problems);
        return new RoutingConnector(routes, rest);
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (RouteConfig each : config.table()) {
            Route route =
                    each.context().equals("request") ? request(each) : compile(each, context(each));
            if (route != null) {
                routes.add(route);
            }
        }
        return routes;
    }

    private @Nullable Route request(RouteConfig route) {
        settings.logger()
                .warn(
                        "The 'request' context is deprecated. Use 'otelcol.client.metadata[\"key\"]'"
                                + " (HTTP/client metadata) or 'otelcol.grpc.metadata[\"key\"]' (gRPC"
                                + " metadata) instead. condition: {}",
                        route.condition());
        Route.Target target = isNew("request", route) ? target(route.pipelines()) : null;
        return target == null
                ? null
                : Route.ByRequest.of(
                        RequestCondition.parse(route.condition().text()), target, route.action());
    }

    private static @Nullable OttlContext context(RouteConfig route) {
        return route.context().isEmpty() ? null : OttlContext.of(route.context());
    }

    /** Paths without a context fit no inferred one: they mean the resource, as they always did. */
    private @Nullable Route compile(RouteConfig route, @Nullable OttlContext context) {
        List<OttlProblem> found = new ArrayList<>();
        Route compiled = compile(route, context, found);
        if (!found.isEmpty() && context == null) {
            List<OttlProblem> again = new ArrayList<>();
            compiled = compile(route, OttlContext.RESOURCE, again);
            found = again.isEmpty() ? again : found;
        }
        problems.addAll(found);
        return compiled;
    }

    private @Nullable Route compile(
            RouteConfig route, @Nullable OttlContext context, List<OttlProblem> found) {
        if (!route.condition().text().isEmpty()) {
            ConditionSequence condition =
                    compiler.conditions(List.of(source(route.condition())), context, errors, found);
            return found.isEmpty()
                    ? route(route, condition.context(), Route.Test.of(condition))
                    : null;
        }
        StatementSequence statements =
                compiler.statements(
                        List.of(source(route.statement())), List.of(), context, errors, found);
        return found.isEmpty()
                ? route(
                        route,
                        statements.context(),
                        Route.Test.of(statements.statements().getFirst(), failures))
                : null;
    }

    /** Null for a route that was there before, and for one that looks at another signal. */
    private @Nullable Route route(RouteConfig route, OttlContext context, Route.Test test) {
        boolean isMeant =
                isNew(context.label(), route) && OttlContext.of(settings.from()).contains(context);
        Route.Target target = isMeant ? target(route.pipelines()) : null;
        return target == null ? null : Route.ByItem.of(context, test, target, route.action());
    }

    private static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }

    private boolean isNew(String context, RouteConfig route) {
        String text =
                route.condition().text().isEmpty()
                        ? route.statement().text()
                        : "route() where " + route.condition();
        if (seen.add("[" + context + "] " + text)) {
            return true;
        }
        settings.logger()
                .warn(
                        "Statement \"{}\" already exists in the routing table, the route with"
                                + " target pipeline(s) \"{}\" will be ignored.",
                        text,
                        String.join(
                                ", ", route.pipelines().stream().map(String::valueOf).toList()));
        return false;
    }

    /** Null where they are not fed from here, which is a problem. */
    private Route.@Nullable Target target(List<PipelineId> pipelines) {
        Route.Target known = targets.get(pipelines);
        if (known == null) {
            try {
                known = new Route.Target(next.forPipelines(pipelines));
            } catch (IllegalArgumentException e) {
                problems.add(OttlProblem.of("pipeline not found: " + e.getMessage()));
                return null;
            }
            targets.put(pipelines, known);
        }
        return known;
    }
}
