// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.connectors.routing.RoutingConnectorConfig.Action;
import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.Statement;
import dev.forager.ottl.Walk;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.BitSet;

/** A compiled route. Thread-safe. */
sealed interface Route {
    /** Where it leads. */
    Target target();

    /** Whether what it takes is not offered to others. */
    boolean moves();

    /**
     * The pipelines that routes lead to; routes to the same ones share a target, so that these get
     * one request.
     *
     * @param consumer all the pipelines as one
     */
    record Target(Consumer consumer) {}

    /** Takes whole requests by a header. */
    record ByRequest(RequestCondition condition, Target target, boolean moves) implements Route {
        static ByRequest of(RequestCondition condition, Target target, Action action) {
            return new ByRequest(condition, target, action == Action.MOVE);
        }

        boolean takes(Context context) {
            return condition.matches(context);
        }
    }

    /** Takes items by a test. */
    record ByItem(OttlContext context, Test test, Target target, boolean moves) implements Route {
        static ByItem of(OttlContext context, Test test, Target target, Action action) {
            return new ByItem(context, test, target, action == Action.MOVE);
        }

        /** Which items it takes, by their places in a {@link #walk}. */
        Taken ask(Telemetry telemetry, Context request) throws EvaluationException {
            var taken = new Taken();
            walk().forEach(
                            new Cursor(telemetry).request(ClientRequest.of(request)),
                            cursor -> taken.note(test.takes(cursor)));
            return taken;
        }

        /** Leads to all items it asks about. */
        Walk walk() {
            return new Walk(context);
        }
    }

    /** Whether an item is taken. */
    @FunctionalInterface
    interface Test {
        boolean takes(Cursor cursor) throws EvaluationException;

        /** A condition, which knows what to do when it fails. */
        static Test of(ConditionSequence condition) {
            return condition::matches;
        }

        /** A statement: its condition decides, then it edits. */
        static Test of(Statement statement, FailedStatements failures) {
            return cursor -> {
                try {
                    return statement.run(cursor);
                } catch (EvaluationException e) {
                    failures.handle(statement, e);
                    return false;
                }
            };
        }
    }

    /** Which of the items of a walk were taken. Confined to one request. */
    final class Taken {
        private final BitSet places = new BitSet();
        private int count;

        private void note(boolean isTaken) {
            places.set(count++, isTaken);
        }

        boolean isNone() {
            return places.isEmpty();
        }

        boolean isAll() {
            return places.cardinality() == count;
        }

        /** Leaves in telemetry with the same items those that were taken. */
        void keepTaken(Telemetry telemetry, Route.ByItem route) {
            remove(telemetry, route, false);
            if (route.context() == OttlContext.DATA_POINT) {
                new Walk(OttlContext.METRIC)
                        .removeIf(new Cursor(telemetry), cursor -> cursor.metric().data() == null);
            }
        }

        /** Removes from telemetry with the same items those that were taken. */
        void removeTaken(Telemetry telemetry, Route.ByItem route) {
            remove(telemetry, route, true);
        }

        private void remove(Telemetry telemetry, Route.ByItem route, boolean ofTaken) {
            int[] next = {0};
            route.walk()
                    .removeIf(new Cursor(telemetry), cursor -> places.get(next[0]++) == ofTaken);
        }
    }
}
