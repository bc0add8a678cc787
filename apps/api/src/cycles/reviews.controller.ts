import { Body, Controller, Param } from '@nestjs/common';
import { reviewScreen, type ReviewScreen } from '#contracts/cycles';
import {
  holdReviewRequest,
  lookAgainRequest,
  type HoldReviewRequest,
  type LookAgainRequest,
} from '#contracts/reviews';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { Submit } from '../submit.js';
import { CycleReader } from './cycle-reader.js';

const one = { kind: 'cycle', param: 'cycleId' } as const;

/** Reviews: prepared by rule or on demand, held by the team, looked at again when their basis changed. */
@Controller('v1/cycles/:cycleId/reviews')
export class ReviewsController {
  constructor(
    private readonly reader: CycleReader,
    private readonly submit: Submit,
  ) {}

  @Reads({
    path: ':reviewId',
    id: 'readReview',
    says: 'A review with its cycle and the choices it has',
    allow: 'read-cycles',
    about: one,
    answer: reviewScreen,
  })
  review(
    @Caller() { district }: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
  ): Promise<ReviewScreen> {
    return this.reader.review(district, cycleId, reviewId);
  }

  @Commands({
    id: 'openReview',
    says: 'Prepare a review now',
    allow: 'hold-review',
    about: one,
  })
  openReview(@Caller() caller: Caller, @Param('cycleId') cycleId: string) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'OpenReview', data: {} });
  }

  @Commands({
    path: ':reviewId/hold',
    id: 'holdReview',
    says: 'Record the team’s decision',
    allow: 'hold-review',
    about: one,
    judged: true,
  })
  holdReview(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
    @Body({ schema: holdReviewRequest }) body: HoldReviewRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'HoldReview',
      data: { reviewId, ...body },
    });
  }

  @Commands({
    path: ':reviewId/look-again',
    id: 'lookAgain',
    says: 'Say whether a decision stands after its basis changed',
    allow: 'hold-review',
    about: one,
    judged: true,
  })
  lookAgain(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
    @Body({ schema: lookAgainRequest }) body: LookAgainRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'LookAgain',
      data: { reviewId, ...body },
    });
  }
}
