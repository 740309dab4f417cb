// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.ottl.ErrorMode;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.RefusesNull;
import java.util.List;
import java.util.Set;

/** Which telemetry goes to which pipelines; the first route that takes something has it. */
@IgnoredKey(
        keys = "match_once",
        types = boolean.class,
        reason = "What a route has moved is never asked again; use `action: copy` for more.")
public record RoutingConnectorConfig(
        @Doc("Pipelines for what no route takes; without any it is dropped.") @Default("[]")
                List<PipelineId> defaultPipelines,
        @Doc(
                        "What a failing condition does: `propagate` refuses the request, `ignore`"
                                + " and `silent` take it for not met.")
                @Default("propagate")
                @RefusesNull("unknown error mode")
                ErrorMode errorMode,
        @Doc("The routes, in order.") @Default("[]") List<RouteConfig> table) {
    private static final Set<String> CONTEXTS =
            Set.of("", "resource", "span", "metric", "datapoint", "log", "request");

    public RoutingConnectorConfig {
        require(!table.isEmpty(), "table", "invalid routing table: the routing table is empty");
        requireEach(table, "table", RoutingConnectorConfig::check);
        defaultPipelines = List.copyOf(defaultPipelines);
        table = List.copyOf(table);
    }

    private static void check(RouteConfig route, String key) {
        boolean hasStatement = !route.statement.text().isEmpty();
        boolean hasCondition = !route.condition.text().isEmpty();
        require(
                hasStatement || hasCondition,
                key,
                "invalid route: no condition or statement provided");
        require(
                !hasStatement || !hasCondition,
                key,
                "invalid route: both condition and statement provided");
        require(!route.pipelines.isEmpty(), key, "invalid route: no pipelines defined");
        require(
                CONTEXTS.contains(route.context),
                key + "::context",
                "invalid context: " + route.context);
        if (route.context.equals("request")) {
            require(hasCondition, key, "\"request\" context requires a 'condition'");
            if (hasCondition) {
                checkRequest(route.condition.text(), key + "::condition");
            }
        }
    }

    private static void checkRequest(String condition, String key) {
        try {
            RequestCondition.parse(condition);
        } catch (IllegalArgumentException e) {
            refuse(new InvalidConfigException(String.valueOf(e.getMessage()), key));
        }
    }

    /** What becomes of what a route takes. */
    public enum Action {
        /** It is not offered to the routes that follow. */
        MOVE,
        /** The routes that follow see it too. */
        COPY
    }

    /** One route. */
    public record RouteConfig(
            @Doc(
                            "What the condition looks at: `resource`, `span`, `metric`,"
                                    + " `datapoint`, `log` or `request`; inferred from its paths,"
                                    + " else `resource`.")
                    @Default("\"\"")
                    String context,
            @Doc("OTTL statement, such as `route() where ...`; it may edit what it takes.")
                    @Default("\"\"")
                    LocatedText statement,
            @Doc("OTTL condition; for `request` just `request[\"key\"] == \"value\"` or" + " `!=`.")
                    @Default("\"\"")
                    LocatedText condition,
            @Doc("Where what it takes goes.") @Default("[]") List<PipelineId> pipelines,
            @Doc("`move`, or `copy` to let later routes see it too.") @Default("move")
                    Action action) {
        public RouteConfig {
            pipelines = List.copyOf(pipelines);
        }
    }
}
