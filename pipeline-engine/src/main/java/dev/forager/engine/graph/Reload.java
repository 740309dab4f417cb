// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a running service from one configuration to the next. What did not change stays as it is:
 * listeners, queues, series and traces. Used once, by the thread that starts and stops the service.
 *
 * <p><b>What stays.</b> A component stays when its place (kind, id, signal, pipeline), its bound
 * configuration and every extension that it asked for are the same, and when the pipelines that it
 * was told of are still those. What it sends to may change: each way out is an {@link Outlet}, and
 * a pipeline in which anything changed is wired anew over the members that stay ({@link Line}).
 *
 * <p><b>The steps</b> ({@link Move}):
 *
 * <ol>
 *   <li>The whole new graph is built ({@link DraftBuilder}). What is wrong with the configuration
 *       shows here, and nothing has been touched.
 *   <li>Extensions that nobody holds and that go stop; new ones start.
 *   <li>New exporters, processors and connectors start. Nothing comes to them yet.
 *   <li>Receivers that go stop: a successor may listen where they did. This is the only gap, and
 *       only for receivers that changed.
 *   <li>The ways out of all that stays are exchanged. From now on requests go through the new
 *       graph; those inside finish where they are.
 *   <li>New exporters that want the port or file of one that goes ({@code exclusive}) wait for it
 *       to stop, and the requests for them wait with them.
 *   <li>New receivers start. The reload has succeeded.
 *   <li>On a thread of its own, and within the time that a shutdown may take: when the requests
 *       inside have left, what goes stops, from receivers to exporters, each draining into what is
 *       behind it. What could not be sent is counted and named as at a shutdown.
 * </ol>
 *
 * <p><b>Failure.</b> When a start fails, the same steps lead back to the former configuration: what
 * of it still runs stays, what had stopped is made and started again, the new ones drain. Should
 * that fail too, the service is neither: {@link RollbackException}, and the process ends.
 *
 * <p><b>Books.</b> A pipeline that is wired anew begins a new account, and the sums of all its
 * accounts are closed at any time nothing moves ({@link dev.forager.engine.ledger.Ledger}).
 */
public final class Reload {
    private final Graph graph;
    private final Extensions extensions;
    private final Host host;
    private final Statuses statuses;
    private final Duration limit;

    /**
     * A reload of these.
     *
     * @param host what the engine offers to components that start
     * @param limit how long what goes may take to drain
     */
    public Reload(
            Graph graph, Extensions extensions, Host host, Statuses statuses, Duration limit) {
        this.graph = graph;
        this.extensions = extensions;
        this.host = host;
        this.statuses = statuses;
        this.limit = limit;
    }

    /**
     * What a reload did.
     *
     * @param kept how many instances stayed
     * @param started new instances, by what they are
     * @param stopped those that are no more, likewise; they may still drain
     * @param leaving drains and stops them; to be run once, by any thread
     */
    public record Change(int kept, List<String> started, List<String> stopped, Runnable leaving) {}

    /**
     * Goes to this configuration.
     *
     * @throws BuildException when no graph can be built from it; nothing has happened
     * @throws StartException when a component of it did not start; the former one is in use
     * @throws RollbackException when the former one could not be restored either; what is left is
     *     to be stopped
     */
    public Change to(List<Part<?>> parts, Topology topology)
            throws BuildException, StartException, RollbackException {
        List<Part<?>> formerParts = extensions.present().parts();
        Topology formerTopology = graph.present().topology();
        List<Member> members = graph.started();
        List<Extensions.Aid> aids = extensions.started();
        Move move = move(parts, topology, members, aids);
        try {
            move.enter();
        } catch (StartException failure) {
            comeBack(formerParts, formerTopology, members, aids, move, failure);
            throw failure;
        }
        return change(members, aids, move);
    }

    private Move move(
            List<Part<?>> parts,
            Topology topology,
            List<Member> staying,
            List<Extensions.Aid> stayingAids)
            throws BuildException {
        Extensions.Next aids = extensions.next(parts, stayingAids);
        Draft draft;
        try {
            draft = graph.draft(topology, byNode(staying), aids::stay);
        } catch (BuildException refused) {
            aids.added().forEach(aid -> aid.instance().discard());
            throw refused;
        }
        var move = new Move(graph, extensions, host, statuses, Deadline.after(limit), aids, draft);
        move.leaveBehind(graph.started(), extensions.started());
        return move;
    }

    private static Map<Node, Member> byNode(List<Member> members) {
        return members.stream().collect(Collectors.toMap(Member::node, Function.identity()));
    }

    private void comeBack(
            List<Part<?>> parts,
            Topology topology,
            List<Member> former,
            List<Extensions.Aid> formerAids,
            Move failed,
            StartException failure)
            throws RollbackException {
        List<Member> present = graph.started();
        List<Extensions.Aid> presentAids = extensions.started();
        try {
            Move back =
                    move(
                            parts,
                            topology,
                            former.stream().filter(present::contains).toList(),
                            formerAids.stream().filter(presentAids::contains).toList());
            back.inherit(failed);
            back.enter();
            back.leave();
        } catch (BuildException | StartException again) {
            failure.addSuppressed(again);
            throw new RollbackException(failure);
        } finally {
            failed.discardUnstarted(present, presentAids);
        }
    }

    private Change change(List<Member> before, List<Extensions.Aid> aidsBefore, Move move) {
        var present = new ArrayList<Instance>();
        extensions.started().forEach(aid -> present.add(aid.instance()));
        graph.started().forEach(member -> present.add(member.instance()));
        var former = new ArrayList<Instance>();
        aidsBefore.forEach(aid -> former.add(aid.instance()));
        before.forEach(member -> former.add(member.instance()));
        List<String> started = names(present, former);
        return new Change(
                present.size() - started.size(), started, names(former, present), move::leave);
    }

    /** Those of {@code some} that are not among {@code others}. */
    private static List<String> names(List<Instance> some, List<Instance> others) {
        return some.stream()
                .filter(instance -> !others.contains(instance))
                .map(Instance::toString)
                .toList();
    }
}
