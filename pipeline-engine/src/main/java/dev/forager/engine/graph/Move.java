// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a {@link Reload}, forwards or, after a failure, back: the same steps, from all that
 * runs to what is to run. {@link #enter} and {@link #leave} are called once each, by one thread
 * each, in this order.
 */
final class Move {
    private final Graph graph;
    private final Extensions extensions;
    private final Host host;
    private final Statuses statuses;
    private final Deadline deadline;
    private final Extensions.Next aids;
    private final Draft draft;
    private final List<Member> going = new ArrayList<>();
    private final List<Extensions.Aid> goingAids = new ArrayList<>();
    private Graph.Crossing crossing = Graph.Crossing.NONE;

    /**
     * A move that has not begun.
     *
     * @param aids extensions that are to run
     * @param draft members that are to run
     */
    Move(
            Graph graph,
            Extensions extensions,
            Host host,
            Statuses statuses,
            Deadline deadline,
            Extensions.Next aids,
            Draft draft) {
        this.graph = graph;
        this.extensions = extensions;
        this.host = host;
        this.statuses = statuses;
        this.deadline = deadline;
        this.aids = aids;
        this.draft = draft;
    }

    /**
     * What runs and is not to run any more.
     *
     * @param members in the order in which they started
     * @param others extensions, in the order in which they started
     */
    void leaveBehind(List<Member> members, List<Extensions.Aid> others) {
        members.stream().filter(m -> !draft.members().containsValue(m)).forEach(going::add);
        others.stream().filter(a -> !aids.all().containsValue(a)).forEach(goingAids::add);
    }

    /** The move that failed has let requests in: they leave with the others. */
    void inherit(Move failed) {
        crossing = failed.crossing;
        failed.draft.gate().giveUp();
    }

    /**
     * Starts what is new and lets the requests in.
     *
     * @throws StartException at the first that does not start; what runs then is what {@link
     *     Graph#started} and {@link Extensions#started} say
     */
    void enter() throws StartException {
        draft.connectAdded();
        changeExtensions();
        for (Member member : draft.added()) {
            if (!(member instanceof Member.Source) && !draft.late().contains(member)) {
                graph.start(member, host, statuses);
            }
        }
        Graph.stopOrder(going).stream()
                .filter(Member.Source.class::isInstance)
                .forEach(this::takeOut);
        Draft former = graph.present();
        crossing = crossing.and(graph.enter(draft));
        startLate(former);
        for (Member member : draft.added()) {
            if (member instanceof Member.Source) {
                graph.start(member, host, statuses);
            }
        }
        settle();
    }

    /**
     * An extension that some component may hold goes with the last of them; any other goes at once,
     * since its successor may want the same port.
     */
    private void changeExtensions() throws StartException {
        Set<ComponentId> held = new HashSet<>();
        graph.started().forEach(member -> held.addAll(member.instance().lookups()));
        extensions.started().forEach(aid -> held.addAll(aid.instance().lookups()));
        for (Extensions.Aid aid : List.copyOf(goingAids.reversed())) {
            if (!held.contains(aid.part().id())) {
                extensions.release(aid);
                goingAids.remove(aid);
                stop(aid);
            }
        }
        extensions.use(aids);
        for (Extensions.Aid aid : aids.added()) {
            extensions.start(aid, host, statuses);
        }
    }

    /** What goes and still has something for the predecessors hands it on before they stop. */
    private void startLate(Draft former) throws StartException {
        if (draft.late().isEmpty()) {
            return;
        }
        List<Outlet.Lane> _ = awaitEmpty();
        Set<Member> predecessors = new HashSet<>();
        for (Member member : going) {
            if (member instanceof Member.Sink sink && sink.isExclusive()) {
                predecessors.add(sink);
            }
        }
        Set<Member> leading = former.leadingTo(predecessors, going);
        Graph.stopOrder(going).stream().filter(leading::contains).forEach(this::takeOut);
        for (Member.Sink sink : draft.late()) {
            graph.start(sink, host, statuses);
        }
        draft.gate().open();
    }

    private void settle() {
        going.forEach(graph::release);
        goingAids.forEach(extensions::release);
        graph.settle();
        var present = new ArrayList<Instance>();
        aids.all().values().forEach(aid -> present.add(aid.instance()));
        draft.members().values().forEach(member -> present.add(member.instance()));
        statuses.showOnly(present);
        aids.added().forEach(aid -> aid.extension().ready());
        aids.added().forEach(aid -> present.remove(aid.instance()));
        draft.added().forEach(member -> present.remove(member.instance()));
        present.forEach(Instance::reread);
    }

    /** Stops what goes, once the requests inside have left; each drains into what is behind it. */
    void leave() {
        going.forEach(this::bequeath);
        // Not before: an exporter that stays after all, since a start failed, is to go on retrying.
        for (Member member : going) {
            if (member instanceof Member.Sink sink) {
                sink.exporter().path().hurry();
            }
        }
        List<Outlet.Lane> still = awaitEmpty();
        Graph.stopOrder(going).forEach(this::stop);
        goingAids.reversed().forEach(this::stop);
        crossing.ended().forEach(Line::hide);
        graph.sumUp(still);
    }

    /** What waits in the queue of an exporter goes on by the one that takes its place. */
    private void bequeath(Member former) {
        if (former instanceof Member.Sink sink
                && draft.members().get(former.node()) instanceof Member.Sink next) {
            next.exporter().path().succeed(sink.exporter().path());
        }
    }

    /** Releases what was made for this move, and not started before it failed. */
    void discardUnstarted(List<Member> started, List<Extensions.Aid> startedAids) {
        Draft.discard(draft.added().stream().filter(m -> !started.contains(m)).toList());
        aids.added().stream()
                .filter(aid -> !startedAids.contains(aid))
                .forEach(aid -> aid.instance().discard());
    }

    /** The ways out of whose targets not all requests came in time. */
    private List<Outlet.Lane> awaitEmpty() {
        return crossing.lanes().stream().filter(lane -> !lane.awaitEmpty(deadline)).toList();
    }

    private void takeOut(Member member) {
        going.remove(member);
        graph.release(member);
        stop(member);
    }

    private void stop(Member member) {
        member.instance().stop(deadline, statuses);
        statuses.forget(member.instance());
        member.hide().run();
    }

    private void stop(Extensions.Aid aid) {
        aid.extension().notReady();
        aid.instance().stop(deadline, statuses);
        statuses.forget(aid.instance());
    }
}
