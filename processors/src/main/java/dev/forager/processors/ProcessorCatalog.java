// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors;

import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.processors.attributes.AttributesProcessorFactory;
import dev.forager.processors.batch.BatchProcessorFactory;
import dev.forager.processors.cumulativetodelta.CumulativeToDeltaProcessorFactory;
import dev.forager.processors.deltatocumulative.DeltaToCumulativeProcessorFactory;
import dev.forager.processors.deltatorate.DeltaToRateProcessorFactory;
import dev.forager.processors.filter.FilterProcessorFactory;
import dev.forager.processors.groupbyattrs.GroupByAttrsProcessorFactory;
import dev.forager.processors.groupbytrace.GroupByTraceProcessorFactory;
import dev.forager.processors.interval.IntervalProcessorFactory;
import dev.forager.processors.logdedup.LogDedupProcessorFactory;
import dev.forager.processors.memorylimiter.MemoryLimiterProcessorFactory;
import dev.forager.processors.metricsgeneration.MetricsGenerationProcessorFactory;
import dev.forager.processors.metricstarttime.MetricStartTimeProcessorFactory;
import dev.forager.processors.metricstransform.MetricsTransformProcessorFactory;
import dev.forager.processors.probabilisticsampler.ProbabilisticSamplerFactory;
import dev.forager.processors.redaction.RedactionProcessorFactory;
import dev.forager.processors.resource.ResourceProcessorFactory;
import dev.forager.processors.resourcedetection.ResourceDetectionFactory;
import dev.forager.processors.schema.SchemaProcessorFactory;
import dev.forager.processors.span.SpanProcessorFactory;
import dev.forager.processors.tailsampling.TailSamplingProcessorFactory;
import dev.forager.processors.transform.TransformProcessorFactory;
import dev.forager.processors.unroll.UnrollProcessorFactory;
import java.util.List;

/** The processors of this module, sorted by id. */
public final class ProcessorCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new AttributesProcessorFactory(),
                new BatchProcessorFactory(),
                new CumulativeToDeltaProcessorFactory(),
                new DeltaToCumulativeProcessorFactory(),
                new DeltaToRateProcessorFactory(),
                new FilterProcessorFactory(),
                new GroupByAttrsProcessorFactory(),
                new GroupByTraceProcessorFactory(),
                new IntervalProcessorFactory(),
                new LogDedupProcessorFactory(),
                new MemoryLimiterProcessorFactory(),
                new MetricStartTimeProcessorFactory(),
                new MetricsGenerationProcessorFactory(),
                new MetricsTransformProcessorFactory(),
                new ProbabilisticSamplerFactory(),
                new RedactionProcessorFactory(),
                new ResourceDetectionFactory(),
                new ResourceProcessorFactory(),
                new SchemaProcessorFactory(),
                new SpanProcessorFactory(),
                new TailSamplingProcessorFactory(),
                new TransformProcessorFactory(),
                new UnrollProcessorFactory());
    }
}
