package io.portcullis.agent.control;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ConfirmRequest;
import io.portcullis.api.v1.ConfirmResponse;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.DeleteRequest;
import io.portcullis.api.v1.DeniedPacket;
import io.portcullis.api.v1.DeniedRequest;
import io.portcullis.api.v1.DiffRequest;
import io.portcullis.api.v1.DiffResponse;
import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.api.v1.ExplainResponse;
import io.portcullis.api.v1.GetCountersRequest;
import io.portcullis.api.v1.GetLayoutRequest;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.GetResponse;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.HistoryRequest;
import io.portcullis.api.v1.HistoryResponse;
import io.portcullis.api.v1.Layout;
import io.portcullis.api.v1.ListRequest;
import io.portcullis.api.v1.ListResponse;
import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.ResyncRequest;
import io.portcullis.api.v1.RollbackRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.TraceRequest;
import io.portcullis.api.v1.VerifyRequest;
import io.portcullis.api.v1.VerifyResponse;
import io.portcullis.api.v1.WatchRequest;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: each call goes to the class that answers it, and its errors become statuses. */
final class ControlService extends ControlGrpc.ControlImplBase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final Node node;
  private final Reads reads;
  private final Lists lists;
  private final Writes writes;
  private final StatusReader statuses;
  private final Watchers watchers;
  private final DeniedPackets denied;
  private final Tracing tracing;

  ControlService(Node node, StatusReader statuses, Watchers watchers, Writes writes) {
    this.node = node;
    this.reads = new Reads(node);
    this.lists = new Lists(node);
    this.writes = writes;
    this.statuses = statuses;
    this.watchers = watchers;
    this.denied = new DeniedPackets(node);
    this.tracing = new Tracing(node);
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<Status> answer) {
    answer(answer, request.getDetails() ? statuses::readWithDetails : statuses::read);
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<Status> answer) {
    watchers.start((ServerCallStreamObserver<Status>) answer);
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ApplyResponse> answer) {
    if (request.getDryRun()) {
      answer(answer, () -> reads.dryRun(request));
    } else {
      later(answer, () -> writes.apply(request, answer));
    }
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<ApplyResponse> answer) {
    later(answer, () -> writes.delete(request, answer));
  }

  @Override
  public void rollback(RollbackRequest request, StreamObserver<ApplyResponse> answer) {
    later(answer, () -> writes.rollback(request, answer));
  }

  @Override
  public void confirm(ConfirmRequest request, StreamObserver<ConfirmResponse> answer) {
    later(answer, () -> writes.confirm(request, answer));
  }

  @Override
  public void resync(ResyncRequest request, StreamObserver<Status> answer) {
    later(answer, () -> writes.resync(statuses, answer));
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> answer) {
    answer(answer, () -> lists.get(request));
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> answer) {
    answer(answer, () -> lists.list(request));
  }

  @Override
  public void history(HistoryRequest request, StreamObserver<HistoryResponse> answer) {
    answer(answer, () -> lists.history(request));
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> answer) {
    answer(answer, () -> reads.diff(request));
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> answer) {
    answer(answer, () -> reads.explain(request));
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> answer) {
    answer(answer, reads::verify);
  }

  @Override
  public void getCounters(GetCountersRequest request, StreamObserver<Counters> answer) {
    answer(answer, () -> CounterReader.read(node.held(), request.getText()));
  }

  @Override
  public void getLayout(GetLayoutRequest request, StreamObserver<Layout> answer) {
    answer(answer, reads::layout);
  }

  @Override
  public void denied(DeniedRequest request, StreamObserver<DeniedPacket> answer) {
    later(answer, () -> denied.start(request, (ServerCallStreamObserver<DeniedPacket>) answer));
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<PacketTrace> answer) {
    later(answer, () -> tracing.start(request, (ServerCallStreamObserver<PacketTrace>) answer));
  }

  /** Ends streams. */
  @Override
  public void close() {
    denied.close();
    tracing.close();
  }

  private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
    later(
        answer,
        () -> {
          answer.onNext(work.get());
          answer.onCompleted();
        });
  }

  private static void later(StreamObserver<?> answer, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      io.grpc.StatusRuntimeException status = Statuses.of(e);
      if (status.getStatus().getCode() == io.grpc.Status.Code.INTERNAL) {
        LOG.error("a call of the control API failed by a fault of Portcullis", e);
      }
      answer.onError(status);
    }
  }
}
