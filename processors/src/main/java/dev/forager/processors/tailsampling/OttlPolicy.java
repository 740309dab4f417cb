// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.config.LocatedText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples traces in which an OTTL condition holds for a span or a span event: each span's own
 * conditions first, then those of its events, in order of arrival. Immutable.
 */
final class OttlPolicy implements Policy {
    private final ConditionSequence spans;
    private final ConditionSequence events;

    /**
     * Compiles the conditions.
     *
     * @throws OttlException with all that is wrong with them
     */
    OttlPolicy(SharedPolicyConfig.OttlCondition config, Logger logger, LongSupplier nanoTime) {
        OttlCompiler compiler = OttlCompiler.of(Functions.standard(), Signal.TRACES);
        var errors = new ErrorHandling(config.errorMode(), logger, nanoTime);
        List<OttlProblem> problems = new ArrayList<>();
        spans = compiler.conditions(sources(config.span()), OttlContext.SPAN, errors, problems);
        events =
                compiler.conditions(
                        sources(config.spanevent()), OttlContext.SPAN_EVENT, errors, problems);
        OttlException.throwIfAny(problems);
    }

    /**
     * Compiles conditions to see whether they can be.
     *
     * @throws OttlException with all that is wrong with them
     */
    static void check(SharedPolicyConfig.OttlCondition config) {
        new OttlPolicy(config, LoggerFactory.getLogger(OttlPolicy.class), System::nanoTime);
    }

    private static List<Source> sources(List<LocatedText> texts) {
        return texts.stream().map(OttlPolicy::source).toList();
    }

    private static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }

    @Override
    public Decision decide(Candidate trace) throws PolicyException {
        Traces content = trace.content();
        var cursor = new Cursor(content);
        try {
            for (ResourceSpans resource : content.resources()) {
                cursor.enter(resource);
                for (ScopeSpans scope : resource.scopes()) {
                    cursor.enter(scope);
                    if (anySpan(cursor, scope.spans())) {
                        return Decision.SAMPLED;
                    }
                }
            }
            return Decision.NOT_SAMPLED;
        } catch (EvaluationException e) {
            throw new PolicyException(String.valueOf(e.getMessage()));
        }
    }

    private boolean anySpan(Cursor cursor, List<Span> list) throws EvaluationException {
        for (int i = 0; i < list.size(); i++) {
            cursor.enterRecord(list, i);
            if (spans.matches(cursor) || anyEvent(cursor)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyEvent(Cursor cursor) throws EvaluationException {
        if (events.isEmpty()) {
            return false;
        }
        List<SpanEvent> list = cursor.span().events();
        for (int i = 0; i < list.size(); i++) {
            cursor.enterPart(list, i);
            if (events.matches(cursor)) {
                return true;
            }
        }
        return false;
    }
}
