package io.portcullis.agent.control;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.portcullis.api.v1.DeniedPacket;
import io.portcullis.api.v1.DeniedRequest;
import java.util.concurrent.TimeUnit;

/** One who is told of packets that are dropped: at most so many, and none that cannot be sent. */
final class DeniedStream {

  private static final int PER_SECOND = 100;
  private static final int MOST_PER_SECOND = 10_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ServerCallStreamObserver<DeniedPacket> observer;
  private final String policy;
  private final int perSecond;
  private final int count;
  private long second = System.nanoTime();
  private int inSecond;
  private int told;
  private long lost;

  DeniedStream(DeniedRequest request, ServerCallStreamObserver<DeniedPacket> observer) {
    this.observer = observer;
    this.policy = request.getPolicy();
    int asked = PacketRequest.within("per_second", request.getPerSecond(), MOST_PER_SECOND);
    this.perSecond = asked == 0 ? PER_SECOND : asked;
    this.count = PacketRequest.within("count", request.getCount(), Integer.MAX_VALUE);
  }

  /** Tells of a packet, if it is this one's. False if it was the last. */
  synchronized boolean tell(DeniedPacket packet) {
    if (observer.isCancelled()) {
      return false;
    }
    if (!policy.isEmpty() && !policy.equals(packet.getPolicy())) {
      return true;
    }
    if (!observer.isReady() || !isInRate()) {
      lost++;
      return true;
    }
    observer.onNext(lost == 0 ? packet : packet.toBuilder().setLost(lost).build());
    lost = 0;
    told++;
    if (told == count) {
      observer.onCompleted();
      return false;
    }
    return true;
  }

  private boolean isInRate() {
    long now = System.nanoTime();
    if (now - second >= SECOND) {
      second = now;
      inSecond = 0;
    }
    return inSecond++ < perSecond;
  }

  /** Some were dropped that nobody knows of. */
  synchronized void lost() {
    lost++;
  }

  synchronized void fail(StatusRuntimeException why) {
    if (!observer.isCancelled()) {
      observer.onError(why);
    }
  }
}
